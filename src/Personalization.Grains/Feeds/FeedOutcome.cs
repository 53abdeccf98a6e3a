using System.Collections.Immutable;
using Personalization.Abstractions.Feeds;

namespace Personalization.Grains.Feeds;

/// <summary>The result of a pull. Immutable.</summary>
public sealed record FeedOutcome
{
    /// <summary>The state of the feed after the pull.</summary>
    public required FeedState State { get; init; }

    /// <summary>
    /// The figures of the pulled content; null when the content did not change or could not be fetched.
    /// </summary>
    public FeedFigures? Figures { get; init; }

    /// <summary>The page marks of the pulled content.</summary>
    public ImmutableArray<FeedPageMark> Marks { get; init; } = [];

    /// <summary>The reasons why the content is not active; null when it is.</summary>
    public FeedReport? Report { get; init; }

    /// <summary>The pause that the upstream requested; null for none.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
