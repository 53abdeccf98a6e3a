using System.Collections.Immutable;

namespace Personalization.Abstractions.Rollouts;

/// <summary>Counts of the lists that one version ranked. Immutable.</summary>
/// <remarks>Tallies can be added in any order and grouping.</remarks>
[GenerateSerializer, Immutable, Alias("Personalization.RankingTally")]
public sealed record RankingTally
{
    /// <summary>A tally without counts.</summary>
    public static readonly RankingTally Empty = new();

    /// <summary>The number of lists to rank.</summary>
    [Id(0)]
    public long Lists { get; init; }

    /// <summary>The number of those lists that are empty.</summary>
    [Id(1)]
    public long EmptyLists { get; init; }

    /// <summary>The number of those lists that failed.</summary>
    [Id(2)]
    public long Failed { get; init; }

    /// <summary>
    /// The number of those lists that were not ranked in time, so that a lower fallback level answered.
    /// </summary>
    [Id(3)]
    public long Late { get; init; }

    /// <summary>
    /// The ranking times of the other lists, milliseconds: counts by bin of the engine's quantile histogram.
    /// </summary>
    [Id(4)]
    public ImmutableSortedDictionary<int, long> Milliseconds { get; init; } =
        ImmutableSortedDictionary<int, long>.Empty;

    /// <summary>The number of lists whose diversity was measured.</summary>
    [Id(5)]
    public long Diverse { get; init; }

    /// <summary>
    /// The sum of the lists' diversities, in millionths. A diversity is the share of pairs among the first ten items
    /// that differ in their main category.
    /// </summary>
    [Id(6)]
    public long DiversitySum { get; init; }

    /// <summary>The sum of the squares of the diversities, in millionths.</summary>
    [Id(7)]
    public long DiversitySquares { get; init; }

    /// <summary>The number of lists whose items were counted; equal for both versions.</summary>
    [Id(8)]
    public long Covered { get; init; }

    /// <summary>The registers of the distinct count (HyperLogLog) of those lists' items; empty for none.</summary>
    [Id(9)]
    public ImmutableArray<byte> Items { get; init; } = [];

    /// <summary>Adds two tallies.</summary>
    public static RankingTally operator +(RankingTally left, RankingTally right) => new()
    {
        Lists = left.Lists + right.Lists,
        EmptyLists = left.EmptyLists + right.EmptyLists,
        Failed = left.Failed + right.Failed,
        Late = left.Late + right.Late,
        Milliseconds = Sum(left.Milliseconds, right.Milliseconds),
        Diverse = left.Diverse + right.Diverse,
        DiversitySum = left.DiversitySum + right.DiversitySum,
        DiversitySquares = left.DiversitySquares + right.DiversitySquares,
        Covered = left.Covered + right.Covered,
        Items = Union(left.Items, right.Items),
    };

    private static ImmutableSortedDictionary<int, long> Sum(
        ImmutableSortedDictionary<int, long> left, ImmutableSortedDictionary<int, long> right) =>
        left.SetItems(right.Select(bin => KeyValuePair.Create(bin.Key, bin.Value + left.GetValueOrDefault(bin.Key))));

    private static ImmutableArray<byte> Union(ImmutableArray<byte> left, ImmutableArray<byte> right)
    {
        if (left.IsEmpty)
        {
            return right;
        }

        return right.IsEmpty ? left : [.. left.Zip(right, Math.Max)];
    }
}
