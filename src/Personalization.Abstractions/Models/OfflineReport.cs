using System.Collections.Immutable;

namespace Personalization.Abstractions.Models;

/// <summary>The evaluation of a version on the hold-out: events later than its training data. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.OfflineReport")]
public sealed record OfflineReport
{
    /// <summary>The number of held-out cases.</summary>
    [Id(0)]
    public required int Cases { get; init; }

    /// <summary>The length of the evaluated lists.</summary>
    [Id(1)]
    public required int ListLength { get; init; }

    /// <summary>
    /// The metrics of the version (<c>engine</c>) and of its baselines (<c>popular</c>, <c>itemToItem</c> and the
    /// single sources), by name.
    /// </summary>
    [Id(2)]
    public required ImmutableDictionary<string, OfflineMetrics> Metrics { get; init; }

    /// <summary>Gets whether the version may go live automatically.</summary>
    [Id(3)]
    public required bool Passed { get; init; }

    /// <summary>The reason why it passed or failed, in one sentence.</summary>
    [Id(4)]
    public required string Verdict { get; init; }

    /// <summary>The comparison with the version that was live at the time of training; null without one.</summary>
    [Id(5)]
    public LiveComparison? AgainstLive { get; init; }

    /// <summary>The off-policy estimate; null when the hold-out has too few explored slots.</summary>
    [Id(6)]
    public OffPolicySummary? OffPolicy { get; init; }
}

/// <summary>Ranking metrics on the hold-out; each is a mean over cases, 0 to 1. Immutable.</summary>
/// <param name="HitRate">The share of cases whose item is on the list.</param>
/// <param name="Ndcg">1 / log2(rank + 1) of the item; 0 when it is not on the list.</param>
/// <param name="Mrr">1 / rank of the item; 0 when it is not on the list.</param>
/// <param name="Coverage">The share of the known items that is on any list.</param>
[GenerateSerializer, Immutable, Alias("Personalization.OfflineMetrics")]
public readonly record struct OfflineMetrics(
    [property: Id(0)] double HitRate,
    [property: Id(1)] double Ndcg,
    [property: Id(2)] double Mrr,
    [property: Id(3)] double Coverage);

/// <summary>The comparison of a new version with the live version on the same held-out cases. Immutable.</summary>
/// <param name="Live">The name of the live version.</param>
/// <param name="Cases">The number of compared cases.</param>
/// <param name="New">The metrics of the new version.</param>
/// <param name="Before">The metrics of the live version.</param>
/// <param name="NdcgGain">The mean difference in NDCG, new minus live, over the cases.</param>
/// <param name="NdcgError">The standard error of the mean difference, clustered by user.</param>
/// <param name="LiveIsNewer">
/// True if the live version was trained on newer events than the evaluated version. Then a loss proves nothing.
/// </param>
/// <remarks>The cases are later than everything the live version was trained on.</remarks>
[GenerateSerializer, Immutable, Alias("Personalization.LiveComparison")]
public sealed record LiveComparison(
    [property: Id(0)] string Live,
    [property: Id(1)] int Cases,
    [property: Id(2)] OfflineMetrics New,
    [property: Id(3)] OfflineMetrics Before,
    [property: Id(4)] double NdcgGain,
    [property: Id(5)] double NdcgError,
    [property: Id(6)] bool LiveIsNewer = false);

/// <summary>
/// An off-policy estimate of a version's value on the explored slots of the hold-out, from the logged propensities.
/// Immutable.
/// </summary>
/// <param name="Draws">The number of logged draws.</param>
/// <param name="Effective">The effective sample size of the weighted log.</param>
/// <param name="Logged">The rewarded share of the draws as they were served.</param>
/// <param name="Value">The doubly robust estimate of the rewarded share with the version's items.</param>
/// <param name="Low">The lower end of the 95 % interval.</param>
/// <param name="High">The upper end of the 95 % interval.</param>
[GenerateSerializer, Immutable, Alias("Personalization.OffPolicySummary")]
public sealed record OffPolicySummary(
    [property: Id(0)] int Draws,
    [property: Id(1)] double Effective,
    [property: Id(2)] double Logged,
    [property: Id(3)] double Value,
    [property: Id(4)] double Low,
    [property: Id(5)] double High);
