using System.Collections.Immutable;
using Personalization.Abstractions.Feeds;

namespace Personalization.Grains.Feeds;

/// <summary>How a pull ended. Immutable.</summary>
public sealed record FeedOutcome
{
    /// <summary>The state the feed is in now.</summary>
    public required FeedState State { get; init; }

    /// <summary>What the feed holds; null when it did not change upstream or could not be fetched.</summary>
    public FeedFigures? Figures { get; init; }

    /// <summary>Its pages.</summary>
    public ImmutableArray<FeedPageMark> Marks { get; init; } = [];

    /// <summary>Why it is not in force; null when it is.</summary>
    public FeedReport? Report { get; init; }

    /// <summary>How long upstream asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
