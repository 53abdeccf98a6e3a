using System.Collections.Immutable;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Feeds;

/// <summary>The state of a feed. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.FeedView")]
public sealed record FeedView
{
    /// <summary>The feed's name in the settings.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The kind of data in the feed.</summary>
    [Id(1)]
    public required FeedKind Kind { get; init; }

    /// <summary>The result of the last pull.</summary>
    [Id(2)]
    public required FeedState State { get; init; }

    /// <summary>
    /// The last time at which upstream had the data that is applied now, UTC; null before the first good pull.
    /// </summary>
    [Id(3)]
    public DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>The age of the applied data in seconds: the time since <see cref="LastGoodAt"/>.</summary>
    [Id(4)]
    public double? AgeSeconds { get; init; }

    /// <summary>The age above which the feed counts as degraded, seconds.</summary>
    [Id(5)]
    public required int MaxAgeSeconds { get; init; }

    /// <summary>The number of items at the last good pull.</summary>
    [Id(6)]
    public int Items { get; init; }

    /// <summary>The time the last pull ended, UTC; null before the first pull.</summary>
    [Id(7)]
    public DateTimeOffset? LastPullAt { get; init; }

    /// <summary>The time of the next pull, UTC; null while a pull runs.</summary>
    [Id(8)]
    public DateTimeOffset? NextPullAt { get; init; }

    /// <summary>The number of consecutive pulls that were not applied.</summary>
    [Id(9)]
    public int Failures { get; init; }

    /// <summary>The reasons why the last pull was not applied; null when it was.</summary>
    [Id(10)]
    public FeedReport? Report { get; init; }

    /// <summary>
    /// Gets whether a person accepted the quarantined data. The next pull that is no worse is then applied.
    /// </summary>
    [Id(11)]
    public bool Released { get; init; }

    /// <summary>Gets whether the last pull was not applied or the applied data is too old.</summary>
    public bool IsDegraded => State is FeedState.Failing or FeedState.Quarantined || AgeSeconds > MaxAgeSeconds;
}

/// <summary>The kind of data in an upstream feed.</summary>
public enum FeedKind
{
    /// <summary>Whole items. An item that is no longer in the feed leaves the catalog.</summary>
    Catalog = 0,

    /// <summary>Stock and price of catalog items. Items that are not in the feed keep their values.</summary>
    Stock = 1,
}

/// <summary>The result of a feed's last pull. In every state the catalog keeps the last good data.</summary>
public enum FeedState
{
    /// <summary>No pull has completed yet.</summary>
    Waiting = 0,

    /// <summary>The feed was complete and plausible, and was applied.</summary>
    Good = 1,

    /// <summary>The feed could not be fetched.</summary>
    Failing = 2,

    /// <summary>The feed was fetched and rejected; the report gives the reasons.</summary>
    Quarantined = 3,
}

/// <summary>The reasons why a pull of a feed was not applied. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.FeedReport")]
public sealed record FeedReport
{
    /// <summary>The maximum number of problems in a report; <see cref="ProblemCount"/> counts all of them.</summary>
    public const int MaxProblems = 50;

    /// <summary>The time the pull ended, UTC.</summary>
    [Id(0)]
    public required DateTimeOffset At { get; init; }

    /// <summary>The first <see cref="MaxProblems"/> problems.</summary>
    [Id(1)]
    public required ImmutableArray<ValidationError> Problems { get; init; }

    /// <summary>The number of all problems.</summary>
    [Id(2)]
    public required int ProblemCount { get; init; }

    /// <summary>The feed's counts; null when the feed could not be fetched.</summary>
    [Id(3)]
    public FeedFigures? Figures { get; init; }

    /// <summary>Gets whether a person may accept the pull: its content is valid but not plausible.</summary>
    [Id(4)]
    public bool Releasable { get; init; }
}

/// <summary>Counts of a feed's items and of the changes it would make.</summary>
/// <param name="Items">The number of items in the feed.</param>
/// <param name="Changed">The number of items that would change.</param>
/// <param name="Unknown">The number of items in a stock feed that the catalog does not have.</param>
/// <param name="Missing">The decrease in the number of catalog items in the feed since the last good pull.</param>
/// <param name="Leaving">
/// The number of items that would no longer be recommended: no longer in the feed, or no longer available.
/// </param>
/// <param name="LosingFields">The number of items that would lose their title, categories or price.</param>
/// <param name="PriceJumps">The number of items whose price would change implausibly.</param>
[GenerateSerializer, Immutable, Alias("Personalization.FeedFigures")]
public readonly record struct FeedFigures(
    [property: Id(0)] int Items,
    [property: Id(1)] int Changed,
    [property: Id(2)] int Unknown,
    [property: Id(3)] int Missing,
    [property: Id(4)] int Leaving,
    [property: Id(5)] int LosingFields,
    [property: Id(6)] int PriceJumps)
{
    /// <summary>Gets the number of items that the catalog has, or has after the change.</summary>
    public int Known => Items - Unknown;
}
