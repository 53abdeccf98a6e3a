namespace Personalization.Client.Api.Items;

/// <summary>The answer to <c>POST /v1/items</c>.</summary>
/// <param name="Results">One for each item, in the request's order.</param>
/// <param name="Accepted">How many were stored.</param>
/// <param name="Rejected">How many were invalid.</param>
internal sealed record ItemBatchOutcome(IReadOnlyList<ItemOutcome> Results, int Accepted, int Rejected);
