using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Recommendations;

/// <summary>One item of a list.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Score">The blended score that ranked it; higher is better, comparable only within one list.</param>
/// <param name="Reason">Why it is here.</param>
/// <param name="Propensity">The probability with which it was drawn for its slot, exact; null where the list does not explore.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RecommendedItem")]
public readonly record struct RecommendedItem([property: Id(0)] ItemId ItemId, [property: Id(1)] double Score, [property: Id(2)] Reason Reason, [property: Id(3)] double? Propensity = null);
