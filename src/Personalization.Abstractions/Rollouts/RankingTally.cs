using System.Collections.Immutable;

namespace Personalization.Abstractions.Rollouts;

/// <summary>What was counted of the lists one version ranked. Parts are added in any order and grouping. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.RankingTally")]
public sealed record RankingTally
{
    /// <summary>Nothing.</summary>
    public static readonly RankingTally Empty = new();

    /// <summary>Lists that were to be ranked.</summary>
    [Id(0)]
    public long Lists { get; init; }

    /// <summary>Those of them that are empty.</summary>
    [Id(1)]
    public long EmptyLists { get; init; }

    /// <summary>Those of them that failed.</summary>
    [Id(2)]
    public long Failed { get; init; }

    /// <summary>Those of them that were not ranked in time, so that a lower level answered.</summary>
    [Id(3)]
    public long Late { get; init; }

    /// <summary>How long the others took, milliseconds, by bin of the engine's histogram for quantiles.</summary>
    [Id(4)]
    public ImmutableSortedDictionary<int, long> Milliseconds { get; init; } = ImmutableSortedDictionary<int, long>.Empty;

    /// <summary>How many lists have a diversity.</summary>
    [Id(5)]
    public long Diverse { get; init; }

    /// <summary>The sum of their diversities: the share of pairs among the first ten items that differ in leading category, in millionths.</summary>
    [Id(6)]
    public long DiversitySum { get; init; }

    /// <summary>The sum of the squares of their diversities, in millionths.</summary>
    [Id(7)]
    public long DiversitySquares { get; init; }

    /// <summary>How many lists' items were counted: of both versions equally many.</summary>
    [Id(8)]
    public long Covered { get; init; }

    /// <summary>The registers that tell how many different items those lists have; empty for none.</summary>
    [Id(9)]
    public ImmutableArray<byte> Items { get; init; } = [];

    /// <summary>Both taken together.</summary>
    public static RankingTally operator +(RankingTally left, RankingTally right) => new()
    {
        Lists = left.Lists + right.Lists,
        EmptyLists = left.EmptyLists + right.EmptyLists,
        Failed = left.Failed + right.Failed,
        Late = left.Late + right.Late,
        Milliseconds = left.Milliseconds.SetItems(right.Milliseconds.Select(bin => KeyValuePair.Create(bin.Key, bin.Value + left.Milliseconds.GetValueOrDefault(bin.Key)))),
        Diverse = left.Diverse + right.Diverse,
        DiversitySum = left.DiversitySum + right.DiversitySum,
        DiversitySquares = left.DiversitySquares + right.DiversitySquares,
        Covered = left.Covered + right.Covered,
        Items = left.Items.IsEmpty ? right.Items : right.Items.IsEmpty ? left.Items : [.. left.Items.Zip(right.Items, Math.Max)],
    };
}
