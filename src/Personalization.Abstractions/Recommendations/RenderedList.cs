namespace Personalization.Abstractions.Recommendations;

/// <summary>The JSON that all answers with a list have in common. Immutable; the arrays must not be modified.</summary>
/// <param name="Items">The items: a JSON array in UTF-8.</param>
/// <param name="Facts">
/// The members about the origin of the items and the next page, UTF-8, without braces:
/// <c>"profileVersion":3,"cursor":"..."</c>.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.RenderedList")]
public sealed record RenderedList([property: Id(0)] byte[] Items, [property: Id(1)] byte[] Facts);

/// <summary>The texts of an item on an explained list. Immutable.</summary>
/// <param name="Title">The item's title; null for an item without a title.</param>
/// <param name="Reason">The reason why the item is on the list, in one sentence.</param>
public readonly record struct ItemWords(string? Title, string Reason);
