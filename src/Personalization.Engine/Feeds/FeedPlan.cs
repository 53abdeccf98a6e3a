using System.Collections.Immutable;
using Personalization.Abstractions.Feeds;

namespace Personalization.Engine.Feeds;

/// <summary>The changes that a feed would make to the catalog.</summary>
internal sealed record FeedPlan
{
    /// <summary>Creates the plan.</summary>
    /// <param name="named">The number of items in the feed, changed or not.</param>
    /// <param name="unknown">The number of these that the catalog does not have.</param>
    /// <param name="touched">Every item that the feed controls, before and after.</param>
    /// <param name="context">The state that the feed is checked against.</param>
    public FeedPlan(int named, int unknown, IReadOnlyList<ItemChange> touched, FeedContext context)
    {
        Changes = [.. touched.Where(item => item.IsChange)];
        Shown = touched.Count(item => item.Before is { Available: true });
        Known = touched.Count(item => item.Before is not null);
        Priced = touched.Count(item => item.Before is { Price: not null });
        Figures = new FeedFigures(
            named, Changes.Length, unknown, Math.Max(0, context.LastItems - (named - unknown)),
            Changes.Count(item => item.Leaves),
            Changes.Count(item => item.LosesFields),
            Changes.Count(item => item.Jumps(context.Limits.MaxPriceFactor)));
    }

    /// <summary>The items that change.</summary>
    public ImmutableArray<ItemChange> Changes { get; }

    /// <summary>The number of the feed's items that are available before.</summary>
    public int Shown { get; }

    /// <summary>The number of the feed's items that the catalog has before.</summary>
    public int Known { get; }

    /// <summary>The number of the feed's items that have a price before.</summary>
    public int Priced { get; }

    /// <summary>The figures of the plan.</summary>
    public FeedFigures Figures { get; }
}
