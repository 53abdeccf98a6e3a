using Personalization.Abstractions.Feeds;
using Personalization.Engine.Feeds;

namespace Personalization.Grains.Feeds;

/// <summary>A configured feed. Immutable.</summary>
public sealed record ConfiguredFeed
{
    /// <summary>The name of the feed.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of data in the feed.</summary>
    public required FeedKind Kind { get; init; }

    /// <summary>The source that fetches the feed.</summary>
    public required ICatalogSource Source { get; init; }

    /// <summary>The limits beyond which a pull is quarantined until a person releases it.</summary>
    public required FeedLimits Limits { get; init; }

    /// <summary>The time from the end of a pull to the start of the next one.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The time-out of a whole pull.</summary>
    public required TimeSpan PullTimeout { get; init; }

    /// <summary>The age from which the active feed data count as degraded.</summary>
    public required TimeSpan MaxAge { get; init; }
}
