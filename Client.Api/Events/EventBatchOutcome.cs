using Personalization.Abstractions.Events;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Events;

/// <summary>The response to <c>POST /v1/events</c>.</summary>
/// <param name="Results">One result per event, in the request's order.</param>
/// <param name="Accepted">The number of events stored.</param>
/// <param name="Duplicates">The number of events already stored.</param>
/// <param name="Rejected">The number of invalid events.</param>
/// <param name="Unavailable">The number of events the store did not accept. Send them again.</param>
internal sealed record EventBatchOutcome(
    EventOutcome[] Results, int Accepted, int Duplicates, int Rejected, int Unavailable)
{
    /// <summary>The error code of an event whose user sends too many.</summary>
    public const string Throttled = "tooManyRequests";

    /// <summary>Whether nothing was stored, because every event's user sends too many.</summary>
    public bool IsThrottled() => Unavailable == Results.Length
        && Array.TrueForAll(Results, result => result.Errors is [{ Code: Throttled }]);
}

/// <summary>The result of one event of a request.</summary>
/// <param name="Index">The event's position in the request, from 0.</param>
/// <param name="EventId">The event's id; null when unreadable.</param>
/// <param name="Status">The result.</param>
/// <param name="ProfileVersion">The profile version that contains the event, for <c>minVersion</c>; null when the event
/// is not stored.</param>
/// <param name="Errors">Every error of a rejected event.</param>
internal readonly record struct EventOutcome(
    int Index, string? EventId, OutcomeStatus Status, long? ProfileVersion, IReadOnlyList<ValidationError>? Errors);
