using Personalization.Client.Api.Recommendations;

namespace Personalization.Client.Api.Pages;

/// <summary>The body of a page response. <see cref="PageWriter"/> writes it.</summary>
/// <param name="Rows">The rows, in the order of the request.</param>
/// <param name="ProfileVersion">The version of the user's profile; 0 when the engine did not answer.</param>
/// <param name="ModelVersion">The live model version; missing for none.</param>
/// <param name="FallbackLevel">The fallback level of the worst row.</param>
internal sealed record PageResponse(
    IReadOnlyList<PageRowResponse> Rows, long ProfileVersion, string? ModelVersion, string FallbackLevel);

/// <summary>A row of a page response: the members of a list, and its name and title.</summary>
/// <param name="Id">The client's name of the row.</param>
/// <param name="Source">The source that was asked for.</param>
/// <param name="Title">The title.</param>
/// <param name="Evidence">The item id or the category that the title names; missing for none.</param>
/// <param name="RecommendationId">The row's id. Send it with the events that result from the row.</param>
/// <param name="Items">The items, best first; no item is on two rows.</param>
/// <param name="FallbackLevel">The fallback level, best first: <c>fresh</c>, <c>cached</c>, <c>segment</c>,
/// <c>popular</c>, <c>static</c>.</param>
/// <param name="FallbackReason">Why the row is not fresh, or why it is empty.</param>
/// <param name="AgeMs">The age of the ranking, milliseconds.</param>
/// <param name="ModelVersion">The model version of the ranking.</param>
/// <param name="ProfileVersion">The profile version that the row reflects; 0 for none.</param>
/// <param name="Arm">The experiment arm of the row.</param>
/// <param name="Cursor">The cursor of the row's next items; missing when there are no more.</param>
internal sealed record PageRowResponse(
    string Id,
    string Source,
    string Title,
    string? Evidence,
    string RecommendationId,
    IReadOnlyList<RecommendedItemResponse> Items,
    string FallbackLevel,
    string? FallbackReason,
    long AgeMs,
    string? ModelVersion,
    long ProfileVersion,
    string? Arm,
    string? Cursor);
