using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Api.Configuration;

/// <summary>JSON contracts of the settings, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SettingsResponse))]
internal sealed partial class SettingsJson : JsonSerializerContext;

/// <summary>The response to <c>GET /v1/settings</c>.</summary>
/// <param name="Settings">The settings of the API process that answers, in the order of the guide.</param>
internal sealed record SettingsResponse(ImmutableArray<SettingResponse> Settings);

/// <summary>A setting of an API process.</summary>
/// <param name="Name">The name, for example <c>Personalization:Api:MaxBatch</c>.</param>
/// <param name="Value">The value; <c>***</c> for a secret; missing when the setting has none.</param>
/// <param name="Origin">Where the value comes from: <c>default</c>, the name of a file, <c>environment</c>,
/// <c>command line</c> or <c>program</c>.</param>
/// <param name="Description">The meaning, with its unit.</param>
internal sealed record SettingResponse(string Name, string? Value, string Origin, string Description);
