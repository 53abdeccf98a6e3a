namespace Personalization.Client.Api.Recommendations;

/// <summary>One item of a list response.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Title">The item's title; with <c>explain=true</c> only.</param>
/// <param name="Score">The score. Higher is better; comparable within one list only.</param>
/// <param name="Propensity">The exact probability, 0 to 1, with which exploration selected the item for its slot;
/// missing for other items.</param>
/// <param name="Reason">The reason for the item.</param>
/// <param name="Item">The fields of the item; with <c>fields</c> only.</param>
internal sealed record RecommendedItemResponse(
    string Id,
    string? Title,
    double Score,
    double? Propensity,
    ReasonResponse Reason,
    ItemFieldsResponse? Item = null);
