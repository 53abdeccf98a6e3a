namespace Personalization.Client.Api.Overview;

/// <summary>The work of this API process in a window that ends now.</summary>
/// <param name="At">The time of the response, UTC.</param>
/// <param name="StartedAt">The start of the process, UTC.</param>
/// <param name="MemoryBytes">The memory of the process, bytes.</param>
/// <param name="WindowSeconds">The length of the window, seconds, at most 120.</param>
/// <param name="Lists">The lists of the window.</param>
/// <param name="Events">The events of the window.</param>
internal sealed record OverviewResponse(
    DateTimeOffset At,
    DateTimeOffset StartedAt,
    long MemoryBytes,
    double WindowSeconds,
    OverviewLists Lists,
    OverviewEvents Events);

/// <summary>The lists of a window.</summary>
/// <param name="Count">The number of lists.</param>
/// <param name="PerSecond">Lists per second in the last ten seconds.</param>
/// <param name="P50Ms">The median time of a list, milliseconds; missing without lists.</param>
/// <param name="P99Ms">The 99th percentile of a list's time, milliseconds; missing without lists.</param>
/// <param name="Levels">The lists by fallback level, best first.</param>
/// <param name="Placements">The lists by placement, most first.</param>
/// <param name="Series">Lists per second, one value for each two seconds, oldest first.</param>
internal sealed record OverviewLists(
    long Count,
    double PerSecond,
    double? P50Ms,
    double? P99Ms,
    IReadOnlyList<OverviewCount> Levels,
    IReadOnlyList<OverviewCount> Placements,
    IReadOnlyList<double> Series);

/// <summary>The events of a window.</summary>
/// <param name="Count">The number of events.</param>
/// <param name="Rejected">The number of rejected events.</param>
/// <param name="PerSecond">Events per second in the last ten seconds.</param>
/// <param name="Series">Events per second, one value for each two seconds, oldest first.</param>
internal sealed record OverviewEvents(long Count, long Rejected, double PerSecond, IReadOnlyList<double> Series);

/// <summary>A count under a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Count">The count.</param>
internal sealed record OverviewCount(string Name, long Count);
