using System.Collections.Immutable;

namespace Personalization.Abstractions.Rollouts;

/// <summary>How a version's lists differ from the live one's for the same requests. Nobody saw them. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ShadowReport")]
public sealed record ShadowReport
{
    /// <summary>How many lists both ranked.</summary>
    [Id(0)]
    public required long Lists { get; init; }

    /// <summary>Lists that were to be compared and were not, because silos had no room for more.</summary>
    [Id(1)]
    public required long Dropped { get; init; }

    /// <summary>Lists the version failed to rank.</summary>
    [Id(2)]
    public required long Failed { get; init; }

    /// <summary>The mean share of the first ten items that both lists have, 0 to 1.</summary>
    [Id(3)]
    public required double Overlap { get; init; }

    /// <summary>The mean rank-biased overlap, 0 (nothing in common) to 1 (the same), p = 0.9 (Webber, Moffat and Zobel, ACM TOIS 2010).</summary>
    [Id(4)]
    public required double RankBiasedOverlap { get; init; }

    /// <summary>The share of the live version's lists that are empty.</summary>
    [Id(5)]
    public required double LiveEmpty { get; init; }

    /// <summary>The share of the version's lists that are empty.</summary>
    [Id(6)]
    public required double Empty { get; init; }

    /// <summary>How many different items the live version's lists have, to about 2 %.</summary>
    [Id(7)]
    public required double LiveItems { get; init; }

    /// <summary>How many different items the version's lists have, to about 2 %.</summary>
    [Id(8)]
    public required double Items { get; init; }

    /// <summary>What 99 % of the live version's rankings stay below, milliseconds; null without any.</summary>
    [Id(9)]
    public double? LiveP99 { get; init; }

    /// <summary>What 99 % of the version's rankings stay below, milliseconds; null without any.</summary>
    [Id(10)]
    public double? P99 { get; init; }

    /// <summary>Why the version is refused; empty while nothing speaks against it.</summary>
    [Id(11)]
    public required ImmutableArray<string> Problems { get; init; }
}
