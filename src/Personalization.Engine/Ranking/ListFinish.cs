namespace Personalization.Engine.Ranking;

/// <summary>The last steps of a model on a ranked list. Immutable.</summary>
/// <remarks>
/// A reason costs more than a rank: the trees score an item again without each of its proposals. So only the items that
/// a page shows get one.
/// </remarks>
public sealed record ListFinish
{
    /// <summary>Reasons of no items, for evaluations.</summary>
    public static ListFinish WithoutReasons { get; } = new() { Explained = 0 };

    /// <summary>Orders the list again, before the reasons are found; null for no other order.</summary>
    public Func<RankedItem[], RankedItem[]>? Reorder { get; init; }

    /// <summary>
    /// The number of first items that get their reason; default all. The items after them have a preliminary reason:
    /// the source with the largest share of the blend, without evidence that is expensive to find.
    /// </summary>
    public int Explained { get; init; } = int.MaxValue;

    /// <summary>The share of positions reserved for cold-start items, 0 to 0.5; default 0.</summary>
    public double NewItemShare { get; init; }
}
