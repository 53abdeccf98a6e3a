using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Api.Http;

/// <summary>Reads and writes an enum as its name in camel case. Rejects numbers.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal sealed class CamelCaseEnumConverter<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
