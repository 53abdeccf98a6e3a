using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Users;
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
        return AcksOf(events, fresh);
    }

    /// <summary>Records the user's own events without any wait. Call it only while the turn is free.</summary>
    /// <param name="events">The events.</param>
    /// <param name="lost">Ends the activation when the append is lost. Called on any thread.</param>
    /// <returns>
    /// The acknowledgements with the append that makes them valid. Null when the record needs the log, the experiments
    /// or a snapshot; nothing was done then.
    /// </returns>
    public TakenEvents? TryTake(ImmutableArray<UserEvent> events, Action lost)
    {
        ImmutableArray<UserEvent> issued = signer.Checked(events);
        List<UserEvent> fresh = history.FindNew(issued, out bool asksLog);
        if (asksLog || !entries.KnowsTallies || history.NeedsSnapshotAfter(fresh.Count))
        {
            return null;
        }

        unknownItems.Count(events);
        if (fresh.Count == 0)
        {
            return new TakenEvents(AcksOf(issued, fresh), AreDurable: true);
        }

        NewEntries added = new(exploration.TakeNamed(fresh), fresh, null, entries.Tallies(fresh));
        LogTicket ticket = history.Take(added.After(history.Profile.Version, time.GetUtcNow()), lost);
        retraining.Count(fresh);
        return new TakenEvents(AcksOf(issued, fresh), AreDurable: false) { Ticket = ticket };
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

    private ImmutableArray<EventAck> AcksOf(ImmutableArray<UserEvent> events, List<UserEvent> fresh)
    {
        EventAck[] acks = new EventAck[events.Length];
        long version = history.Profile.Version;
        for (int i = 0, next = 0; i < acks.Length; i++)
        {
            // The new events are in the order of all.
            bool isNew = next < fresh.Count && ReferenceEquals(events[i], fresh[next]);
            acks[i] = new EventAck(isNew ? EventStatus.Accepted : EventStatus.Duplicate, version);
            next += isNew ? 1 : 0;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(acks);
    }

    /// <summary>Appends the events that are not in the history yet.</summary>
    /// <param name="events">The events to append.</param>
    /// <param name="first">When each event was first received; null for the user's own events.</param>
    /// <returns>The appended events.</returns>
    private async ValueTask<List<UserEvent>> RecordNewAsync(
        ImmutableArray<UserEvent> events, Dictionary<UserEvent, DateTimeOffset>? first)
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
