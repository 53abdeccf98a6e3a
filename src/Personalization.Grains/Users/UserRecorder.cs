using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;
using Personalization.Grains.DataQuality;
using Personalization.Grains.Retraining;

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
    TimeProvider time)
{
    /// <summary>Records the user's own events.</summary>
    /// <returns>An acknowledgement of each event, in order.</returns>
    public async ValueTask<ImmutableArray<EventAck>> RecordAsync(ImmutableArray<UserEvent> events)
    {
        unknownItems.Count(events);
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

    /// <summary>
    /// Takes over the history of another user, page by page: it can exceed one append or one message.
    /// </summary>
    /// <remarks>An interrupted merge is repeated. Events that were taken over before are duplicates then.</remarks>
    /// <param name="user">This user.</param>
    /// <param name="other">The user to take over.</param>
    /// <param name="otherGrain">The grain of the user to take over.</param>
    public async ValueTask<MergeResult> MergeAsync(UserId user, UserId other, IUserGrain otherGrain)
    {
        await otherGrain.BecomeAliasOfAsync(other, user);
        await entries.TakeOverAsync(otherGrain);
        int taken = 0;
        PreferencesEntry? stated = null;
        ImmutableArray<LogEntry> page = await otherGrain.ExportAsync(0);
        for (; !page.IsEmpty; page = await otherGrain.ExportAsync(page[^1].Sequence))
        {
            EventEntry[] events = [.. page.OfType<EventEntry>()];
            Dictionary<UserEvent, DateTimeOffset> first = events.ToDictionary(
                entry => entry.Event,
                entry => entry.FirstReceivedAt ?? entry.ReceivedAt,
                (IEqualityComparer<UserEvent>)ReferenceEqualityComparer.Instance);
            taken += (await RecordNewAsync([.. events.Select(entry => entry.Event)], first)).Count;
            stated = page.OfType<PreferencesEntry>().LastOrDefault() ?? stated;
        }

        DateTimeOffset now = time.GetUtcNow();
        long next = history.Profile.Version;
        List<LogEntry> end = [];
        if (stated is not null && history.Profile.Preferences.IsEmpty)
        {
            end.Add(stated with { Sequence = ++next, ReceivedAt = now, UserId = user });
        }

        end.Add(new MergedEntry { Sequence = ++next, ReceivedAt = now, UserId = user, Other = other });
        await history.AppendAsync(end);
        return new MergeResult(history.Profile.Version, taken);
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
