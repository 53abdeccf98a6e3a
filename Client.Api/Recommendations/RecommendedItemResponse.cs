namespace Personalization.Client.Api.Recommendations;

/// <summary>One item of a list answer.</summary>
/// <param name="Id">The item.</param>
/// <param name="Title">Its title; with <c>explain=true</c> only.</param>
/// <param name="Score">Higher is better; comparable only within one list.</param>
/// <param name="Propensity">In a list that explores, of an item that was drawn for its slot: the probability with which
/// it was, exact.</param>
/// <param name="Reason">Why it is here.</param>
internal sealed record RecommendedItemResponse(
    string Id, string? Title, double Score, double? Propensity, ReasonResponse Reason);
