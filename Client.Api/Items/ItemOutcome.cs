using Personalization.Abstractions.Events;

namespace Personalization.Client.Api.Items;

/// <summary>The answer for one item of a bulk request.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Id">Its id; null when it could not be read.</param>
/// <param name="Status"><c>accepted</c> or <c>rejected</c>.</param>
/// <param name="Errors">Every reason for a rejection.</param>
internal sealed record ItemOutcome(int Index, string? Id, string Status, IReadOnlyList<ValidationError>? Errors);
