namespace Personalization.Abstractions.Models;

/// <summary>
/// What the drawn slots of the hold-out would have earned with a version's own items in them, told from the logged propensities. Immutable.
/// </summary>
/// <param name="Draws">How many draws were judged by.</param>
/// <param name="Effective">How many draws of the version's own the weighted log is worth.</param>
/// <param name="Logged">The share of the draws that were rewarded as they were served.</param>
/// <param name="Value">The share with the version's own items, doubly robust.</param>
/// <param name="Low">Where it begins, at 95 %.</param>
/// <param name="High">Where it ends.</param>
[GenerateSerializer, Immutable, Alias("Personalization.OffPolicySummary")]
public sealed record OffPolicySummary(
    [property: Id(0)] int Draws, [property: Id(1)] double Effective, [property: Id(2)] double Logged, [property: Id(3)] double Value, [property: Id(4)] double Low, [property: Id(5)] double High);
