namespace Personalization.Abstractions.Recommendations;

/// <summary>Why an item is on a list.</summary>
/// <param name="Kind">The source that carried most of the score.</param>
/// <param name="Evidence">The item id or category that made that source speak; null when the source needs none.</param>
[GenerateSerializer, Immutable, Alias("Personalization.Reason")]
public readonly record struct Reason([property: Id(0)] ReasonKind Kind, [property: Id(1)] string? Evidence);
