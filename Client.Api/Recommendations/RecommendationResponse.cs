using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Recommendations;

/// <summary>The body of every list response.</summary>
/// <param name="RecommendationId">The list's id. Send it with the events that result from the list.</param>
/// <param name="Items">The items, best first.</param>
/// <param name="FallbackLevel">The fallback level, best first: <c>fresh</c>, <c>cached</c>, <c>segment</c>,
/// <c>popular</c>, <c>static</c>.</param>
/// <param name="FallbackReason">Why the list is not fresh (<c>deadline</c>, <c>noModel</c>, <c>profileBehind</c>,
/// <c>unconfirmed</c>, <c>optOut</c>, <c>unavailable</c>).</param>
/// <param name="AgeMs">The age of the ranking, milliseconds.</param>
/// <param name="ModelVersion">The model version of the ranking.</param>
/// <param name="ProfileVersion">The profile version that the list reflects; 0 for none.</param>
/// <param name="Arm">The experiment arm of the list.</param>
/// <param name="Cursor">The cursor of the next page; missing on the last page.</param>
internal sealed record RecommendationResponse(
    string RecommendationId,
    IReadOnlyList<RecommendedItemResponse> Items,
    [property: AllowedValues("fresh", "cached", "segment", "popular", "static")] string FallbackLevel,
    string? FallbackReason,
    long AgeMs,
    string? ModelVersion,
    long ProfileVersion,
    string? Arm,
    string? Cursor);
