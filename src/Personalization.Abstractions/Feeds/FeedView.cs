namespace Personalization.Abstractions.Feeds;

/// <summary>How a feed is. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.FeedView")]
public sealed record FeedView
{
    /// <summary>Its name in the settings.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What it says.</summary>
    [Id(1)]
    public required FeedKind Kind { get; init; }

    /// <summary>How its last pull ended.</summary>
    [Id(2)]
    public required FeedState State { get; init; }

    /// <summary>When the feed as it is in force was last seen upstream, UTC; null before the first time.</summary>
    [Id(3)]
    public DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>How old what is in force is, seconds: the time since <see cref="LastGoodAt"/>.</summary>
    [Id(4)]
    public double? AgeSeconds { get; init; }

    /// <summary>From which age on the feed counts as degraded, seconds.</summary>
    [Id(5)]
    public required int MaxAgeSeconds { get; init; }

    /// <summary>Items it named when it was last good.</summary>
    [Id(6)]
    public int Items { get; init; }

    /// <summary>When the last pull ended, UTC; null before the first.</summary>
    [Id(7)]
    public DateTimeOffset? LastPullAt { get; init; }

    /// <summary>When the next pull begins, UTC; null while one runs.</summary>
    [Id(8)]
    public DateTimeOffset? NextPullAt { get; init; }

    /// <summary>Pulls in a row that are not in force.</summary>
    [Id(9)]
    public int Failures { get; init; }

    /// <summary>Why the last pull is not in force; null when it is.</summary>
    [Id(10)]
    public FeedReport? Report { get; init; }

    /// <summary>Whether a person accepted what is quarantined; it holds for the next pull that is no worse.</summary>
    [Id(11)]
    public bool Released { get; init; }

    /// <summary>Whether something is wrong with it: its last pull is not in force, or what is in force is too old.</summary>
    public bool IsDegraded => State is FeedState.Failing or FeedState.Quarantined || AgeSeconds > MaxAgeSeconds;
}
