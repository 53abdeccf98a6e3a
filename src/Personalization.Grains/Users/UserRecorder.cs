using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Grains.DataQuality;
using Personalization.Grains.Retraining;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Users;

/// <summary>
/// Records events in a user's history, the user's own and those of merged users. Call it in the user's turn.
/// </summary>
internal sealed class UserRecorder(
    UserHistory history,
    UserEntries entries,
    UserExploration exploration,
    UnknownItems unknownItems,
    RetrainingCounter retraining,
    IdSigner signer,
    TimeProvider time)
{
    /// <summary>Records the user's own events.</summary>
    /// <returns>An acknowledgement of each event, in order.</returns>
    public async ValueTask<ImmutableArray<EventAck>> RecordAsync(ImmutableArray<UserEvent> events)
    {
        unknownItems.Count(events);
        events = signer.Checked(events);
        List<UserEvent> fresh = await RecordNewAsync(events, null);
        retraining.Count(fresh);
        if (fresh.Count == events.Length)
        {
            return AllAccepted(events.Length);
        }

        HashSet<UserEvent> accepted = new(fresh, ReferenceEqualityComparer.Instance);
        long version = history.Profile.Version;
        return
        [
            .. events.Select(done => new EventAck(
                accepted.Contains(done) ? EventStatus.Accepted : EventStatus.Duplicate, version)),
        ];
    }

    /// <summary>Records events of a merged user that are not in the history yet.</summary>
    /// <param name="copied">The log entries of the merged user.</param>
    /// <returns>The number of recorded events.</returns>
    public async ValueTask<int> CopyAsync(IReadOnlyList<EventEntry> copied)
    {
        Dictionary<UserEvent, DateTimeOffset> first = copied.ToDictionary(
            entry => entry.Event,
            entry => entry.FirstReceivedAt ?? entry.ReceivedAt,
            (IEqualityComparer<UserEvent>)ReferenceEqualityComparer.Instance);
        return (await RecordNewAsync([.. copied.Select(entry => entry.Event)], first)).Count;
    }

    private ImmutableArray<EventAck> AllAccepted(int count)
    {
        EventAck[] acks = new EventAck[count];
        Array.Fill(acks, new EventAck(EventStatus.Accepted, history.Profile.Version));
        return ImmutableCollectionsMarshal.AsImmutableArray(acks);
    }

    /// <summary>Appends the events that are not in the history yet.</summary>
    /// <param name="events">The events to append.</param>
    /// <param name="first">When each event was first received; null for the user's own events.</param>
    /// <returns>The appended events.</returns>
    private async ValueTask<List<UserEvent>> RecordNewAsync(
        IReadOnlyList<UserEvent> events, Dictionary<UserEvent, DateTimeOffset>? first)
    {
        List<UserEvent> fresh = await history.FindNewAsync(events);
        if (fresh.Count > 0)
        {
            NewEntries added = new(exploration.TakeNamed(fresh), fresh, first, await entries.TalliesAsync(fresh));
            await history.AppendAsync(added.After(history.Profile.Version, time.GetUtcNow()));
        }

        return fresh;
    }
}
