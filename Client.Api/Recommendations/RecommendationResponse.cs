namespace Personalization.Client.Api.Recommendations;

/// <summary>The shape of every list answer; <see cref="RecommendationWriter"/> writes it.</summary>
/// <param name="RecommendationId">Names this answer; send it back with the events that follow from it.</param>
/// <param name="Items">The items, best first.</param>
/// <param name="FallbackLevel">How good the answer is: <c>fresh</c>, <c>cached</c>, <c>segment</c>, <c>popular</c>,
/// <c>static</c>.</param>
/// <param name="FallbackReason">Why it is not fresh (<c>deadline</c>, <c>noModel</c>, <c>profileBehind</c>,
/// <c>unconfirmed</c>, <c>optOut</c>, <c>unavailable</c>).</param>
/// <param name="AgeMs">How long ago the items were ranked, milliseconds.</param>
/// <param name="ModelVersion">The model version that ranked.</param>
/// <param name="ProfileVersion">The profile's version it reflects; 0 for none.</param>
/// <param name="Arm">The experiment arm that shaped it.</param>
/// <param name="Cursor">Asks for the next page without repeats; missing when there is nothing more.</param>
internal sealed record RecommendationResponse(
    string RecommendationId,
    IReadOnlyList<RecommendedItemResponse> Items,
    string FallbackLevel,
    string? FallbackReason,
    long AgeMs,
    string? ModelVersion,
    long ProfileVersion,
    string? Arm,
    string? Cursor);
