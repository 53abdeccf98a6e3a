using System.Collections.Immutable;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Abstractions.Pages;

/// <summary>A page: rows of which no two share an item. Immutable.</summary>
/// <param name="Rows">The rows, in the order of the query.</param>
/// <param name="ProfileVersion">The version of the user's profile; 0 when the engine did not answer.</param>
/// <param name="ModelVersion">The live model version; null for none.</param>
[GenerateSerializer, Immutable, Alias("Personalization.PageAnswer")]
public sealed record PageAnswer(
    [property: Id(0)] ImmutableArray<PageRow> Rows,
    [property: Id(1)] long ProfileVersion,
    [property: Id(2)] string? ModelVersion)
{
    /// <summary>The fallback level of the worst row.</summary>
    public FallbackLevel FallbackLevel =>
        Rows.IsEmpty ? FallbackLevel.Fresh : Rows.Max(row => row.List.FallbackLevel);
}

/// <summary>A row of a page. Immutable.</summary>
/// <param name="Id">The client's name of the row.</param>
/// <param name="Source">The source that was asked for.</param>
/// <param name="Title">The title.</param>
/// <param name="Evidence">The item or the category that the title names; null for none.</param>
/// <param name="List">The items with their own recommendation id and fallback level.</param>
[GenerateSerializer, Immutable, Alias("Personalization.PageRow")]
public sealed record PageRow(
    [property: Id(0)] string Id,
    [property: Id(1)] RowSource Source,
    [property: Id(2)] string Title,
    [property: Id(3)] string? Evidence,
    [property: Id(4)] RecommendationList List);
