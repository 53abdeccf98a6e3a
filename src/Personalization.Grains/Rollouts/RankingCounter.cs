using System.Collections.Immutable;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Experiments.Statistics;
using Personalization.Engine.Recommendations;
using Personalization.Engine.Rollouts;

namespace Personalization.Grains.Rollouts;

/// <summary>Counts the lists ranked by one version. Not thread-safe.</summary>
internal sealed class RankingCounter
{
    private readonly Dictionary<int, long> _milliseconds = [];
    private readonly byte[] _items = new byte[DistinctCount.Registers];
    private RankingTally _sums = RankingTally.Empty;

    /// <summary>Counts a ranked list.</summary>
    /// <param name="items">The first items of the list.</param>
    /// <param name="catalog">The source of the items' categories.</param>
    /// <param name="took">The ranking time.</param>
    public void Ranked(IReadOnlyList<string> items, CatalogSnapshot catalog, TimeSpan took)
    {
        int bin = QuantileCounts.BinOf(Math.Max(0, took.TotalMilliseconds));
        _milliseconds[bin] = 1 + _milliseconds.GetValueOrDefault(bin);
        IEnumerable<string?> categories = items.Take(ListDiversity.Depth)
            .Select(item => catalog.Find(item)?.Categories is [var leading, ..] ? leading : null);
        long? diversity = ListDiversity.Of([.. categories]) is { } share
            ? (long)Math.Round(share * Moments.Scale)
            : null;
        _sums = _sums with
        {
            Lists = _sums.Lists + 1,
            EmptyLists = _sums.EmptyLists + (items.Count == 0 ? 1 : 0),
            Diverse = _sums.Diverse + (diversity is null ? 0 : 1),
            DiversitySum = _sums.DiversitySum + (diversity ?? 0),
            DiversitySquares = _sums.DiversitySquares + ((diversity ?? 0) * (diversity ?? 0) / Moments.Scale),
        };
    }

    /// <summary>Adds the items of a list to the distinct items.</summary>
    public void Cover(IReadOnlyList<string> items)
    {
        foreach (string item in items)
        {
            DistinctCount.Add(_items, item);
        }

        _sums = _sums with { Covered = _sums.Covered + 1 };
    }

    /// <summary>Counts a list whose ranking failed.</summary>
    public void Failed() => _sums = _sums with { Lists = _sums.Lists + 1, Failed = _sums.Failed + 1 };

    /// <summary>Counts a list that missed its deadline.</summary>
    public void Late() => _sums = _sums with { Lists = _sums.Lists + 1, Late = _sums.Late + 1 };

    /// <summary>Returns the counts since the last call and resets them.</summary>
    public RankingTally Drain()
    {
        RankingTally drained = _sums with
        {
            Milliseconds = _milliseconds.ToImmutableSortedDictionary(),
            Items = _sums.Covered == 0 ? [] : [.. _items]
        };
        _milliseconds.Clear();
        Array.Clear(_items);
        _sums = RankingTally.Empty;
        return drained;
    }
}
