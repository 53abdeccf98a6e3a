using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Pages;

/// <summary>The items of a source for a row, best first, before repeats and caps are removed. Immutable.</summary>
/// <param name="Items">The items.</param>
/// <param name="Title">The title of the row.</param>
/// <param name="Level">The fallback level.</param>
/// <param name="Reason">Why the level is not fresh, or why the row is empty; null for none.</param>
/// <param name="Evidence">The item or the category that the title names; null for none.</param>
/// <param name="List">The list of the user that the items come from; null for another source.</param>
internal sealed record RowCandidates(
    IEnumerable<RecommendedItem> Items,
    string Title,
    FallbackLevel Level = FallbackLevel.Fresh,
    string? Reason = null,
    string? Evidence = null,
    RecommendationList? List = null);
