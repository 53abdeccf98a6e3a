using System.Text.Json;

namespace Personalization.Benchmarks.Engines;

/// <summary>A list that the engine served.</summary>
/// <param name="Items">Item ids, best first.</param>
/// <param name="FallbackLevel">The fallback level.</param>
/// <param name="ModelVersion">The model version that ranked the list; null without a model.</param>
internal sealed record ServedList(IReadOnlyList<string> Items, string FallbackLevel, string? ModelVersion)
{
    /// <summary>Reads a list from the engine's JSON.</summary>
    public static ServedList From(JsonElement list) => new(
        [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)],
        list.GetProperty("fallbackLevel").GetString()!,
        list.TryGetProperty("modelVersion", out JsonElement version) ? version.GetString() : null);
}
