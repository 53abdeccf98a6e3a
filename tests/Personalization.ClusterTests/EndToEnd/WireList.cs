using System.Text.Json;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>A served list.</summary>
internal sealed record WireList(
    IReadOnlyList<string> Items,
    string FallbackLevel,
    string? FallbackReason,
    string? ModelVersion,
    long ProfileVersion)
{
    /// <summary>Reads a response.</summary>
    public static WireList From(JsonElement list) => new(
        [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)],
        list.GetProperty("fallbackLevel").GetString()!,
        list.TryGetProperty("fallbackReason", out JsonElement reason) ? reason.GetString() : null,
        list.TryGetProperty("modelVersion", out JsonElement model) ? model.GetString() : null,
        list.GetProperty("profileVersion").GetInt64());
}

/// <summary>A served profile.</summary>
/// <param name="Version">The profile version.</param>
/// <param name="RecentEvents">Event ids, newest first.</param>
internal sealed record WireProfile(long Version, IReadOnlyList<string> RecentEvents);

/// <summary>An event as a client sends it.</summary>
internal sealed record WireEvent(string EventId, string UserId, string Type, string ItemId);
