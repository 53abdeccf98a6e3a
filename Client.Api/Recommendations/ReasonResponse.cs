namespace Personalization.Client.Api.Recommendations;

/// <summary>The reason for an item.</summary>
/// <param name="Kind"><c>similarSessions</c>, <c>similarTaste</c>, <c>chosenTogether</c>, <c>popular</c>,
/// <c>popularInCategory</c>, <c>new</c>, <c>configured</c>, <c>chosenBefore</c>, <c>rule</c>.</param>
/// <param name="Evidence">
/// The id of the item, the category or the id of the rule behind the reason; missing for none.
/// </param>
/// <param name="Text">The reason as a sentence; with <c>explain=true</c> only.</param>
internal sealed record ReasonResponse(string Kind, string? Evidence, string? Text);
