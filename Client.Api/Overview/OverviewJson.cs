using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Api.Overview;

/// <summary>Source-generated JSON contracts of the overview.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OverviewResponse))]
internal sealed partial class OverviewJson : JsonSerializerContext;
