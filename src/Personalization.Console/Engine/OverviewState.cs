using System.Text.Json;

namespace Personalization.OperatorConsole.Engine;

/// <summary>The rates and counts of the API process, read from <c>GET /v1/overview</c>.</summary>
internal sealed record OverviewState
{
    /// <summary>When the process started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The memory of the process, bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The length of the window, seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Lists in the window.</summary>
    public long Lists { get; init; }

    /// <summary>Lists per second in the last seconds.</summary>
    public double ListsPerSecond { get; init; }

    /// <summary>The median time of a list, milliseconds; null without lists.</summary>
    public double? P50Ms { get; init; }

    /// <summary>The 99th percentile of a list's time, milliseconds; null without lists.</summary>
    public double? P99Ms { get; init; }

    /// <summary>Events in the window.</summary>
    public long Events { get; init; }

    /// <summary>Rejected events in the window.</summary>
    public long Rejected { get; init; }

    /// <summary>Events per second in the last seconds.</summary>
    public double EventsPerSecond { get; init; }

    /// <summary>The lists by fallback level, best first.</summary>
    public IReadOnlyList<OverviewLevel> Levels { get; init; } = [];

    /// <summary>The lists by placement, most first.</summary>
    public IReadOnlyList<OverviewLevel> Placements { get; init; } = [];

    /// <summary>Lists per second over time, oldest first.</summary>
    public IReadOnlyList<double> ListPoints { get; init; } = [];

    /// <summary>Events per second over time, oldest first.</summary>
    public IReadOnlyList<double> EventPoints { get; init; } = [];

    /// <summary>The share of fresh lists, 0 to 1; 0 without lists.</summary>
    public double FreshShare =>
        Lists == 0 ? 0 : (double)Levels.Where(level => level.Name == "fresh").Sum(level => level.Count) / Lists;

    /// <summary>Reads the answer of the API.</summary>
    public static OverviewState Read(JsonElement body)
    {
        JsonElement lists = body.GetProperty("lists");
        JsonElement events = body.GetProperty("events");
        return new OverviewState
        {
            StartedAt = body.GetProperty("startedAt").GetDateTimeOffset(),
            MemoryBytes = body.GetProperty("memoryBytes").GetInt64(),
            Seconds = body.GetProperty("windowSeconds").GetDouble(),
            Lists = lists.GetProperty("count").GetInt64(),
            ListsPerSecond = lists.GetProperty("perSecond").GetDouble(),
            P50Ms = Number(lists, "p50Ms"),
            P99Ms = Number(lists, "p99Ms"),
            Levels = CountsOf(lists.GetProperty("levels")),
            Placements = CountsOf(lists.GetProperty("placements")),
            ListPoints = Points(lists),
            Events = events.GetProperty("count").GetInt64(),
            Rejected = events.GetProperty("rejected").GetInt64(),
            EventsPerSecond = events.GetProperty("perSecond").GetDouble(),
            EventPoints = Points(events),
        };
    }

    private static double? Number(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;

    private static OverviewLevel[] CountsOf(JsonElement list) =>
    [.. list.EnumerateArray().Select(one => new OverviewLevel(
        one.GetProperty("name").GetString()!, one.GetProperty("count").GetInt64()))];

    private static double[] Points(JsonElement body) =>
        [.. body.GetProperty("series").EnumerateArray().Select(point => point.GetDouble())];
}

/// <summary>A number of lists under a name.</summary>
/// <param name="Name">The fallback level or the placement.</param>
/// <param name="Count">The number of lists.</param>
internal sealed record OverviewLevel(string Name, long Count);
