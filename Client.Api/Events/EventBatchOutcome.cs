namespace Personalization.Client.Api.Events;

/// <summary>The answer to <c>POST /v1/events</c>.</summary>
/// <param name="Results">One for each event, in the request's order.</param>
/// <param name="Accepted">How many were stored.</param>
/// <param name="Duplicates">How many were known already.</param>
/// <param name="Rejected">How many were invalid.</param>
/// <param name="Unavailable">How many are to be sent again.</param>
internal sealed record EventBatchOutcome(
    EventOutcome[] Results, int Accepted, int Duplicates, int Rejected, int Unavailable);
