using Personalization.Abstractions.Feeds;
using Personalization.Engine.Recommendations;

namespace Personalization.Engine.Feeds;

/// <summary>What a feed is judged against. Immutable.</summary>
public sealed record FeedContext
{
    /// <summary>The feed's name.</summary>
    public required string Feed { get; init; }

    /// <summary>What it says.</summary>
    public required FeedKind Kind { get; init; }

    /// <summary>The catalogue in force.</summary>
    public required CatalogSnapshot Catalog { get; init; }

    /// <summary>What it may do.</summary>
    public required FeedLimits Limits { get; init; }

    /// <summary>The other feeds of this kind; none of their items may be in this one.</summary>
    public IReadOnlySet<string> Others { get; init; } = new HashSet<string>();

    /// <summary>Whether another feed says what price and stock are: then a catalogue feed says it only of items that are new.</summary>
    public bool StockElsewhere { get; init; }

    /// <summary><see cref="FeedFigures.Known"/> when it was last good.</summary>
    public int LastItems { get; init; }

    /// <summary>What a person accepted, counted on top of the limits; null for nothing.</summary>
    public FeedFigures? Accepted { get; init; }

    /// <summary>The time, UTC.</summary>
    public required DateTimeOffset Now { get; init; }
}
