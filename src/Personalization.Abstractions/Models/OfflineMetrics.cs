namespace Personalization.Abstractions.Models;

/// <summary>Ranking metrics over the hold-out; each a mean over cases, 0 to 1.</summary>
/// <param name="HitRate">The share of cases whose item is on the list.</param>
/// <param name="Ndcg">1 / log2(rank + 1) of the item, 0 when it is not on the list.</param>
/// <param name="Mrr">1 / rank of the item, 0 when it is not on the list.</param>
/// <param name="Coverage">The share of the known items that is on any list.</param>
[GenerateSerializer, Immutable, Alias("Personalization.OfflineMetrics")]
public readonly record struct OfflineMetrics(
    [property: Id(0)] double HitRate, [property: Id(1)] double Ndcg, [property: Id(2)] double Mrr, [property: Id(3)] double Coverage);
