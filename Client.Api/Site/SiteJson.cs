using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Api.Site;

/// <summary>Source-generated JSON contracts of the pages.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StateResponse))]
[JsonSerializable(typeof(IReadOnlyList<GuideSection>))]
internal sealed partial class SiteJson : JsonSerializerContext;
