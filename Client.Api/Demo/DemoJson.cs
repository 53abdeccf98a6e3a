using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Api.Demo;

/// <summary>Source-generated JSON contracts of the demo shop.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FaultsResponse))]
internal sealed partial class DemoJson : JsonSerializerContext;

/// <summary>The faults of the process.</summary>
/// <param name="Faults">All faults.</param>
internal sealed record FaultsResponse(IReadOnlyList<FaultResponse> Faults);

/// <summary>A fault.</summary>
/// <param name="Name">The name, for example <c>slowStore</c>.</param>
/// <param name="On">Whether the fault is present.</param>
internal sealed record FaultResponse(string Name, bool On);
