using System.Text.Json;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>A list as served.</summary>
internal sealed record WireList(
    IReadOnlyList<string> Items,
    string FallbackLevel,
    string? FallbackReason,
    string? ModelVersion,
    long ProfileVersion)
{
    /// <summary>Reads an answer.</summary>
    public static WireList From(JsonElement list) => new(
        [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)],
        list.GetProperty("fallbackLevel").GetString()!,
        list.TryGetProperty("fallbackReason", out JsonElement reason) ? reason.GetString() : null,
        list.TryGetProperty("modelVersion", out JsonElement model) ? model.GetString() : null,
        list.GetProperty("profileVersion").GetInt64());
}
