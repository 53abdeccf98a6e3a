using System.Collections.Immutable;
using Personalization.Abstractions.Feeds;

namespace Personalization.Grains.Feeds;

/// <summary>What a feed's grain stores. Fields are only ever added. Immutable: replaced whole.</summary>
public sealed record FeedGrainState
{
    /// <summary>The format this was written in.</summary>
    public int Format { get; init; } = 1;

    /// <inheritdoc cref="FeedView.State"/>
    public FeedState State { get; init; }

    /// <inheritdoc cref="FeedView.LastGoodAt"/>
    public DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>What the feed held when it was last good.</summary>
    public FeedFigures LastGood { get; init; }

    /// <summary>The pages of what is in force.</summary>
    public ImmutableArray<FeedPageMark> Marks { get; init; } = [];

    /// <inheritdoc cref="FeedView.LastPullAt"/>
    public DateTimeOffset? LastPullAt { get; init; }

    /// <summary>When the next pull was to begin, UTC.</summary>
    public DateTimeOffset? NextPullAt { get; init; }

    /// <inheritdoc cref="FeedView.Failures"/>
    public int Failures { get; init; }

    /// <inheritdoc cref="FeedView.Report"/>
    public FeedReport? Report { get; init; }

    /// <summary>What a person accepted; null for nothing.</summary>
    public FeedFigures? Accepted { get; init; }
}
