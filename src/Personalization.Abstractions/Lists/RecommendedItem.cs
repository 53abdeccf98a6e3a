using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Lists;

/// <summary>One item of a list.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Score">The blended score that ranked it; higher is better, comparable only within one list.</param>
/// <param name="Reason">Why it is here.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RecommendedItem")]
public readonly record struct RecommendedItem([property: Id(0)] ItemId ItemId, [property: Id(1)] double Score, [property: Id(2)] Reason Reason);
