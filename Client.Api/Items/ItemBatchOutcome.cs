using Personalization.Abstractions.Events;

namespace Personalization.Client.Api.Items;

/// <summary>The response to <c>POST /v1/items</c>.</summary>
/// <param name="Results">One result per item, in the request's order.</param>
/// <param name="Accepted">The number of items stored.</param>
/// <param name="Rejected">The number of invalid items.</param>
internal sealed record ItemBatchOutcome(IReadOnlyList<ItemOutcome> Results, int Accepted, int Rejected);

/// <summary>The result of one item of a batch.</summary>
/// <param name="Index">The item's position in the request, from 0.</param>
/// <param name="Id">The item's id; null when unreadable.</param>
/// <param name="Status"><c>accepted</c> or <c>rejected</c>.</param>
/// <param name="Errors">Every error of a rejected item.</param>
internal sealed record ItemOutcome(int Index, string? Id, string Status, IReadOnlyList<ValidationError>? Errors);
