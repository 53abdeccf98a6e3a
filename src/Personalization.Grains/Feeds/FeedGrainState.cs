using System.Collections.Immutable;
using Personalization.Abstractions.Feeds;

namespace Personalization.Grains.Feeds;

/// <summary>The stored state of a feed grain. Fields are only added. Immutable: replaced as a whole.</summary>
public sealed record FeedGrainState
{
    /// <summary>The format version of this state.</summary>
    public int Format { get; init; } = 1;

    /// <inheritdoc cref="FeedView.State"/>
    public FeedState State { get; init; }

    /// <inheritdoc cref="FeedView.LastGoodAt"/>
    public DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>The figures of the last good pull.</summary>
    public FeedFigures LastGood { get; init; }

    /// <summary>The page marks of the last good pull.</summary>
    public ImmutableArray<FeedPageMark> Marks { get; init; } = [];

    /// <inheritdoc cref="FeedView.LastPullAt"/>
    public DateTimeOffset? LastPullAt { get; init; }

    /// <summary>The planned start of the next pull, UTC.</summary>
    public DateTimeOffset? NextPullAt { get; init; }

    /// <inheritdoc cref="FeedView.Failures"/>
    public int Failures { get; init; }

    /// <inheritdoc cref="FeedView.Report"/>
    public FeedReport? Report { get; init; }

    /// <summary>The figures that a person accepted; null when nothing is released.</summary>
    public FeedFigures? Accepted { get; init; }
}
