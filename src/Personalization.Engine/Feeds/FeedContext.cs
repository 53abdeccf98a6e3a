using Personalization.Abstractions.Feeds;
using Personalization.Engine.Recommendations;

namespace Personalization.Engine.Feeds;

/// <summary>The state that a feed is checked against. Immutable.</summary>
public sealed record FeedContext
{
    /// <summary>The name of the feed.</summary>
    public required string Feed { get; init; }

    /// <summary>The kind of the feed.</summary>
    public required FeedKind Kind { get; init; }

    /// <summary>The active catalog.</summary>
    public required CatalogSnapshot Catalog { get; init; }

    /// <summary>The limits of the feed.</summary>
    public required FeedLimits Limits { get; init; }

    /// <summary>The other feeds of this kind. Their items must not be in this feed.</summary>
    public IReadOnlySet<string> Others { get; init; } = new HashSet<string>();

    /// <summary>
    /// True if another feed provides price and stock. A catalog feed then sets them for new items only.
    /// </summary>
    public bool StockElsewhere { get; init; }

    /// <summary><see cref="FeedFigures.Known"/> of the last good pull.</summary>
    public int LastItems { get; init; }

    /// <summary>The figures that a person accepted, added to the limits; null for none.</summary>
    public FeedFigures? Accepted { get; init; }

    /// <summary>The present time, UTC.</summary>
    public required DateTimeOffset Now { get; init; }
}
