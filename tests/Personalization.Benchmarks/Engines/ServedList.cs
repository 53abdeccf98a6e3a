using System.Text.Json;

namespace Personalization.Benchmarks.Engines;

/// <summary>A list as the engine served it.</summary>
/// <param name="Items">Item ids, best first.</param>
/// <param name="FallbackLevel">The level of the ladder.</param>
/// <param name="ModelVersion">The model that ranked; null when none did.</param>
internal sealed record ServedList(IReadOnlyList<string> Items, string FallbackLevel, string? ModelVersion)
{
    /// <summary>Reads an answer.</summary>
    public static ServedList From(JsonElement list) => new(
        [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)],
        list.GetProperty("fallbackLevel").GetString()!,
        list.TryGetProperty("modelVersion", out JsonElement version) ? version.GetString() : null);
}
