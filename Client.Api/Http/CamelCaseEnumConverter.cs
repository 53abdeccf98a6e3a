using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Api.Http;

/// <summary>Writes an enum as its name in camel case; numbers are not taken for names.</summary>
internal sealed class CamelCaseEnumConverter<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
