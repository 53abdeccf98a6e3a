using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Api.Demo;

/// <summary>Source-generated JSON contracts of the demo shop.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FaultsResponse))]
internal sealed partial class DemoJson : JsonSerializerContext;
