using Personalization.Abstractions.Events;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Live;

namespace Personalization.Client.Api.Events;

/// <summary>Shows the events of a request to operators who watch.</summary>
internal static class EventTap
{
    /// <summary>Adds every event with its result.</summary>
    /// <param name="live">The feed.</param>
    /// <param name="elements">The events of the request.</param>
    /// <param name="results">The results, in the same order.</param>
    /// <param name="now">The current time.</param>
    public static void Add(
        LiveFeed live,
        IReadOnlyList<ParsedElement<RawEvent>> elements,
        ReadOnlySpan<EventOutcome> results,
        DateTimeOffset now)
    {
        for (int i = 0; i < results.Length; i++)
        {
            RawEvent? raw = elements[i].Value;
            bool isRejected = results[i].Status == OutcomeStatus.Rejected;
            live.Add(new LiveEntry(isRejected ? LiveKinds.Rejected : LiveKinds.Event, now, raw?.UserId)
            {
                Type = raw?.Type,
                ItemId = raw?.ItemId,
                Placement = raw?.Placement,
                Status = isRejected ? null : NameOf(results[i].Status),
                Errors = results[i].Errors,
            });
        }
    }

    private static string NameOf(OutcomeStatus status) => status switch
    {
        OutcomeStatus.Accepted => "accepted",
        OutcomeStatus.Duplicate => "duplicate",
        _ => "unavailable",
    };
}
