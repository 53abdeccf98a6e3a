using System.Collections.Immutable;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Pages;

/// <summary>A composed row. Immutable.</summary>
/// <param name="Title">The title.</param>
/// <param name="Evidence">The item or the category that the title names; null for none.</param>
/// <param name="Items">The items.</param>
/// <param name="Level">The fallback level.</param>
/// <param name="Reason">Why the level is not fresh, or why the row is empty; null for none.</param>
/// <param name="List">The list of the user that the items come from; null for another source.</param>
public sealed record ComposedRow(
    string Title,
    string? Evidence,
    ImmutableArray<RecommendedItem> Items,
    FallbackLevel Level,
    string? Reason,
    RecommendationList? List);
