using Personalization.Client.Http;

namespace Personalization.Client.Events;

/// <summary>The results of the events of one request.</summary>
public sealed record EventBatchResult
{
    /// <summary>A result for each event, in the order of the request.</summary>
    public IReadOnlyList<EventResult> Results { get; init => field = value ?? []; } = [];

    /// <summary>The number of stored events.</summary>
    public int Accepted { get; init; }

    /// <summary>The number of events that were stored before.</summary>
    public int Duplicates { get; init; }

    /// <summary>The number of invalid events.</summary>
    public int Rejected { get; init; }

    /// <summary>The number of events that the store did not accept. Send them again with the same ids.</summary>
    public int Unavailable { get; init; }
}

/// <summary>The result of one event.</summary>
/// <param name="Index">The event's position in the request, from 0.</param>
/// <param name="EventId">The event's id; null when it could not be read.</param>
/// <param name="Status"><c>accepted</c>, <c>duplicate</c>, <c>rejected</c> or <c>unavailable</c>.</param>
/// <param name="ProfileVersion">The profile version with the event, for <c>MinVersion</c> of a list.</param>
/// <param name="Errors">Every error of a rejected event; null for other events.</param>
public sealed record EventResult(
    int Index, string? EventId, string Status, long? ProfileVersion, IReadOnlyList<RequestError>? Errors);
