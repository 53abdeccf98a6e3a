namespace Personalization.Abstractions.Models;

/// <summary>A version and the one that was live when it was trained, on the same held-out cases: those later than everything the live one was trained on. Immutable.</summary>
/// <param name="Live">The version that was live.</param>
/// <param name="Cases">How many cases were compared.</param>
/// <param name="New">How the new version did.</param>
/// <param name="Before">How the live one did.</param>
/// <param name="NdcgGain">The mean difference of their NDCG, case by case.</param>
/// <param name="NdcgError">Its standard error, the cases of one user taken together.</param>
[GenerateSerializer, Immutable, Alias("Personalization.LiveComparison")]
public sealed record LiveComparison(
    [property: Id(0)] string Live, [property: Id(1)] int Cases, [property: Id(2)] OfflineMetrics New, [property: Id(3)] OfflineMetrics Before,
    [property: Id(4)] double NdcgGain, [property: Id(5)] double NdcgError);
