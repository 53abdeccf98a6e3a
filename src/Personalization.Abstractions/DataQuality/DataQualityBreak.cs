namespace Personalization.Abstractions.DataQuality;

/// <summary>One way in which a client key's events differ from their history. Immutable.</summary>
/// <param name="Kind">Which.</param>
/// <param name="What">The counter that shows it, see <see cref="DataQualityCounters"/>.</param>
/// <param name="Reason">What is seen and what would be usual, in one sentence.</param>
/// <param name="FoundAt">When it was found, UTC.</param>
/// <param name="EndedAt">When it was found to be over, UTC; null while it goes on.</param>
[GenerateSerializer, Immutable, Alias("Personalization.WatchBreak")]
public sealed record DataQualityBreak(
    [property: Id(0)] BreakKind Kind,
    [property: Id(1)] string What,
    [property: Id(2)] string Reason,
    [property: Id(3)] DateTimeOffset FoundAt,
    [property: Id(4)] DateTimeOffset? EndedAt);
