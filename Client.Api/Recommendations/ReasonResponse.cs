namespace Personalization.Client.Api.Recommendations;

/// <summary>Why an item is on a list.</summary>
/// <param name="Kind"><c>similarSessions</c>, <c>similarTaste</c>, <c>chosenTogether</c>, <c>popular</c>,
/// <c>popularInCategory</c>, <c>new</c>, <c>configured</c>, <c>chosenBefore</c>.</param>
/// <param name="Evidence">The item or category that speaks for it.</param>
/// <param name="Text">The same in a sentence; with <c>explain=true</c> only.</param>
internal sealed record ReasonResponse(string Kind, string? Evidence, string? Text);
