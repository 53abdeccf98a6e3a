using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.EventLog;

/// <summary>Identifies an event in a user's log: a merged user may have used the same event id.</summary>
/// <param name="User">The user of the event; in the log of a user, that user or a merged user.</param>
/// <param name="EventId">The event id, unique per user.</param>
public readonly record struct EventKey(UserId User, string EventId)
{
    /// <summary>Gets the key of an event.</summary>
    public static EventKey Of(UserEvent happened) => new(happened.UserId, happened.EventId);
}
