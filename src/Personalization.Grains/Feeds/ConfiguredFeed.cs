using Personalization.Abstractions.Feeds;
using Personalization.Engine.Feeds;

namespace Personalization.Grains.Feeds;

/// <summary>A feed of the settings. Immutable.</summary>
public sealed record ConfiguredFeed
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it says.</summary>
    public required FeedKind Kind { get; init; }

    /// <summary>Where it comes from.</summary>
    public required ICatalogSource Source { get; init; }

    /// <summary>What it may do without a person's word.</summary>
    public required FeedLimits Limits { get; init; }

    /// <summary>From the end of a pull to the beginning of the next.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>How long a whole pull may take.</summary>
    public required TimeSpan PullTimeout { get; init; }

    /// <summary>From which age on what is in force counts as degraded.</summary>
    public required TimeSpan MaxAge { get; init; }
}
