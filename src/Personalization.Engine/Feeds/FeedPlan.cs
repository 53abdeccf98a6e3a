using System.Collections.Immutable;
using Personalization.Abstractions.Feeds;

namespace Personalization.Engine.Feeds;

/// <summary>What a feed would do to the catalogue.</summary>
internal sealed record FeedPlan
{
    /// <summary>Makes the plan.</summary>
    /// <param name="named">Items the feed names, changed or not.</param>
    /// <param name="unknown">Of these, items of no catalogue.</param>
    /// <param name="touched">Every item the feed has a say in, before and after.</param>
    /// <param name="context">What it is judged against.</param>
    public FeedPlan(int named, int unknown, IReadOnlyList<ItemChange> touched, FeedContext context)
    {
        Changes = [.. touched.Where(item => item.IsChange)];
        Shown = touched.Count(item => item.Before is { Available: true });
        Known = touched.Count(item => item.Before is not null);
        Priced = touched.Count(item => item.Before is { Price: not null });
        Figures = new FeedFigures(
            named, Changes.Length, unknown, Math.Max(0, context.LastItems - (named - unknown)),
            Changes.Count(item => item.Leaves), Changes.Count(item => item.LosesFields), Changes.Count(item => item.Jumps(context.Limits.MaxPriceFactor)));
    }

    /// <summary>Items that are different afterwards.</summary>
    public ImmutableArray<ItemChange> Changes { get; }

    /// <summary>Items of the feed that can be had before.</summary>
    public int Shown { get; }

    /// <summary>Items of the feed that the catalogue has before.</summary>
    public int Known { get; }

    /// <summary>Items of the feed that have a price before.</summary>
    public int Priced { get; }

    /// <summary>All of it, counted.</summary>
    public FeedFigures Figures { get; }
}
