using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Recommendations;

/// <summary>An item of a list. Immutable.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Score">
/// The blended score that ranked the item; higher is better. Comparable only within one list.
/// </param>
/// <param name="Reason">The reason why the item is on the list.</param>
/// <param name="Propensity">
/// The exact probability with which the item was drawn for its slot; null for a slot without exploration.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.RecommendedItem")]
public readonly record struct RecommendedItem(
    [property: Id(0)] ItemId ItemId,
    [property: Id(1)] double Score,
    [property: Id(2)] Reason Reason,
    [property: Id(3)] double? Propensity = null);

/// <summary>The reason why an item is on a list. Immutable.</summary>
/// <param name="Kind">The candidate source that contributed most to the score.</param>
/// <param name="Evidence">
/// The item id or category on which the source based its score; null when the source needs none.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.Reason")]
public readonly record struct Reason([property: Id(0)] ReasonKind Kind, [property: Id(1)] string? Evidence);

/// <summary>The candidate source that contributed most to an item's score.</summary>
[GenerateSerializer, Alias("Personalization.ReasonKind")]
public enum ReasonKind
{
    /// <summary>
    /// Sessions similar to the user's present session continued with this item; the evidence is an item of the session.
    /// </summary>
    SimilarSessions = 0,

    /// <summary>
    /// Users with similar taste chose the item (matrix factorization); the evidence is the user's nearest item.
    /// </summary>
    SimilarTaste = 1,

    /// <summary>The item is often chosen together with the evidence item.</summary>
    ChosenTogether = 2,

    /// <summary>The item is popular now.</summary>
    Popular = 3,

    /// <summary>The item is popular now in a category the user prefers; the evidence is the category.</summary>
    PopularInCategory = 4,

    /// <summary>The item is new in the catalog.</summary>
    New = 5,

    /// <summary>The item is on the configured list.</summary>
    Configured = 6,

    /// <summary>The user chose the item before; the evidence is the item itself.</summary>
    ChosenBefore = 7,

    /// <summary>A merchandising rule pinned or raised the item; the evidence is the rule's id.</summary>
    Rule = 8,

    /// <summary>The item is often bought in one basket with the evidence item.</summary>
    BoughtTogether = 9,
}
