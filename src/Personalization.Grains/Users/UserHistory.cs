using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Users;
using Personalization.Engine.Profiles;

namespace Personalization.Grains.Users;

/// <summary>A user's profile and its durable history.</summary>
/// <remarks>
/// Activation loads a snapshot and the log's tail. A write is an append followed by a fold. Snapshots are written now
/// and then beside the writes. Only the log is authoritative.
/// </remarks>
internal sealed class UserHistory(
    string userKey,
    IEventLog eventLog,
    IPersistentState<ProfileSnapshot> snapshot,
    ProfileOptions options,
    EventVocabulary vocabulary,
    TimeProvider time,
    UserMetrics metrics,
    ILogger logger)
{
    private const int ReplayPage = 1_000;

    private Task _saving = Task.CompletedTask;
    private long _savedVersion;

    /// <summary>The version of the last try to write a snapshot.</summary>
    private long _triedVersion;

    /// <summary>The latest append without a wait; null before the first.</summary>
    private LogTicket? _ticket;

    /// <summary>The profile's version before <see cref="_ticket"/>.</summary>
    private long _durable;

    /// <summary>The live profile. It can be ahead of the log, see <see cref="DurableVersion"/>.</summary>
    public UserProfile Profile { get; private set; } = new(options, vocabulary);

    /// <summary>Gets whether everything in the profile is durable.</summary>
    public bool IsSettled => _ticket is not { IsDurable: false };

    /// <summary>Gets the last durable version of the profile.</summary>
    public long DurableVersion => IsSettled ? Profile.Version : _durable;

    /// <summary>The version whose cached lists other threads may read. A change of the profile closes it.</summary>
    public ReadableVersion Readable { get; } = new();

    /// <summary>The observers of the user; null when nobody listens, so that a write costs nothing more.</summary>
    public UserWatchers? Watchers { get; set; }

    /// <summary>Loads the profile: the snapshot that was read with the activation, then the log's tail.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (snapshot.RecordExists && await RestoreAsync(cancellationToken) is { } restored)
        {
            Profile = restored;
            _savedVersion = restored.Version;
        }

        await ReplayAsync(Profile, cancellationToken);
        snapshot.State = new ProfileSnapshot();
    }

    /// <summary>Gets whether the log has its beginning, so that the profile can be folded without a snapshot.</summary>
    public async ValueTask<bool> IsCompleteAsync() =>
        await ReadAsync(0, 1) is [{ Sequence: 1 }] or [ForgottenEntry];

    /// <summary>Removes the content of entries from the log. The profile still contains them.</summary>
    public ValueTask RemoveAsync(IReadOnlyCollection<long> sequences) =>
        eventLog.RemoveAsync(userKey, sequences, time.GetUtcNow(), CancellationToken.None);

    /// <summary>Appends an entry and folds the profile from the log, without the content of removed entries.</summary>
    /// <remarks>
    /// The snapshot goes first, and no other is written before the profile is new: a snapshot with removed content
    /// must not outlive a crash.
    /// </remarks>
    public async ValueTask AppendAndFoldAgainAsync(LogEntry last)
    {
        await _saving;
        await snapshot.ClearStateAsync();
        _savedVersion = 0;
        _triedVersion = long.MaxValue;
        await AppendAsync([last]);
        UserProfile again = new(options, vocabulary);
        await ReplayAsync(again, CancellationToken.None);
        Readable.Close();
        Profile = again;
        _triedVersion = 0;
    }

    private async Task ReplayAsync(UserProfile profile, CancellationToken cancellationToken)
    {
        int read;
        do
        {
            IReadOnlyList<LogEntry> tail = await eventLog.ReadUserAsync(
                userKey, profile.Version, ReplayPage, cancellationToken);
            foreach (LogEntry entry in tail)
            {
                profile.Apply(entry);
            }

            read = tail.Count;
        }
        while (read == ReplayPage);
    }

    /// <summary>Restores the snapshot; null when the log is complete and must be folded from its start.</summary>
    private async ValueTask<UserProfile?> RestoreAsync(CancellationToken cancellationToken)
    {
        if (UserProfile.Restore(snapshot.State, options, vocabulary) is { } current)
        {
            return current;
        }

        // The snapshot was folded with other settings: fold the log again, unless its beginning has been deleted.
        cancellationToken.ThrowIfCancellationRequested();
        return await IsCompleteAsync()
            ? null
            : UserProfile.Restore(snapshot.State, options, vocabulary, anyFolding: true);
    }

    /// <summary>Returns the events that are not in the history yet, each once, in order.</summary>
    /// <exception cref="ActivationFencedException">
    /// Another activation has stored events that this profile does not have. A duplicate may be one of them, and its
    /// acknowledgement would name a version without it.
    /// </exception>
    public async ValueTask<List<UserEvent>> FindNewAsync(ImmutableArray<UserEvent> events)
    {
        List<UserEvent> fresh = FindNew(events, out bool asksLog);
        if (asksLog)
        {
            IReadOnlySet<EventKey> stored = await eventLog.FindEventsAsync(
                userKey, [.. fresh.Select(EventKey.Of)], CancellationToken.None);
            if (stored.Count > 0 && (await ReadAsync(Profile.Version, 1)).Count > 0)
            {
                throw new ActivationFencedException();
            }

            _ = fresh.RemoveAll(done => stored.Contains(EventKey.Of(done)));
        }

        return fresh;
    }

    /// <summary>Returns the events that the profile does not remember, each once, in order.</summary>
    /// <param name="events">The events.</param>
    /// <param name="asksLog">Whether the log can have some of the returned events.</param>
    public List<UserEvent> FindNew(ImmutableArray<UserEvent> events, out bool asksLog)
    {
        List<UserEvent> fresh = new(events.Length);
        HashSet<EventKey>? batch = events.Length > 1 ? new HashSet<EventKey>(events.Length) : null;
        asksLog = Profile.HasForgottenEventIds;
        for (int i = 0; i < events.Length; i++)
        {
            UserEvent done = events[i];
            bool? known = Profile.Remembers(done);
            if (known != true && batch?.Add(EventKey.Of(done)) != false)
            {
                fresh.Add(done);
                asksLog |= known is null;
            }
        }

        asksLog &= fresh.Count > 0;
        return fresh;
    }

    /// <summary>
    /// Sends entries whose sequence numbers follow the profile's version to the log, and folds them into the profile
    /// without waiting for the log. Call it only when everything earlier is durable.
    /// </summary>
    /// <param name="entries">The entries.</param>
    /// <param name="lost">Ends the activation when the append is fenced or fails. Called on any thread.</param>
    /// <returns>The ticket of the append.</returns>
    /// <remarks>
    /// At most one append is on its way. A second one could follow entries of another activation that fenced the first.
    /// </remarks>
    public LogTicket Take(IReadOnlyList<LogEntry> entries, Action lost)
    {
        _durable = Profile.Version;
        _ticket = new LogTicket(eventLog.AppendAsync(userKey, entries, CancellationToken.None), lost);
        Readable.Close();
        for (int i = 0; i < entries.Count; i++)
        {
            Profile.Apply(entries[i]);
        }

        return _ticket;
    }

    /// <summary>Completes when everything in the profile is durable.</summary>
    /// <exception cref="ActivationFencedException">An append was lost; the activation is gone.</exception>
    public ValueTask SettleAsync(CancellationToken cancellationToken) =>
        IsSettled ? ValueTask.CompletedTask : new ValueTask(WaitAsync(_ticket!, cancellationToken));

    /// <summary>Completes when everything in the profile is durable, or when that can no longer be known.</summary>
    /// <returns>Whether everything is durable.</returns>
    public async ValueTask<bool> TrySettleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SettleAsync(cancellationToken);
        }
        catch (Exception error) when (error is ActivationFencedException or OperationCanceledException)
        {
            logger.LogDebug(error, "An activation ends before its last write is durable.");
        }

        return IsSettled;
    }

    private static async Task WaitAsync(LogTicket ticket, CancellationToken cancellationToken)
    {
        try
        {
            await ticket.WaitAsync().WaitAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ActivationFencedException("An earlier write of this user was lost; try again.", error);
        }
    }

    /// <summary>
    /// Appends entries whose sequence numbers follow the profile's version, and folds them into the profile.
    /// </summary>
    /// <exception cref="ActivationFencedException">Another activation wrote first.</exception>
    public async ValueTask AppendAsync(IReadOnlyList<LogEntry> entries)
    {
        if (await eventLog.AppendAsync(userKey, entries, CancellationToken.None) == AppendResult.Fenced)
        {
            throw new ActivationFencedException();
        }

        Readable.Close();
        foreach (LogEntry entry in entries)
        {
            Profile.Apply(entry);
        }

        Watchers?.Tell(Profile, UserChange.Updated);
        if (NeedsSnapshotAfter(0))
        {
            _saving = SaveAsync(CancellationToken.None);
        }
    }

    /// <summary>Gets whether a snapshot is due when a number of entries more is in the profile.</summary>
    public bool NeedsSnapshotAfter(int more) =>
        Profile.Version + more - Math.Max(_savedVersion, _triedVersion) >= options.SnapshotEvery && _saving.IsCompleted;

    /// <summary>
    /// Erases the history. The snapshot is erased first, so that no state in between restores an erased user.
    /// </summary>
    /// <param name="targetEventIds">The hashes of event ids that the mark of an alias takes over.</param>
    /// <returns>The number of erased log entries.</returns>
    /// <exception cref="ActivationFencedException">Another activation wrote first.</exception>
    public async ValueTask<long> EraseAsync(byte[]? targetEventIds = null)
    {
        await _saving;
        await snapshot.ClearStateAsync();
        ForgottenEntry mark = new()
        {
            Sequence = Profile.Version + 1,
            ReceivedAt = time.GetUtcNow(),
            EventIds = Profile.EventIdsToKeep() is { } own ? [.. own, .. targetEventIds ?? []] : targetEventIds,
        };
        long erased = await eventLog.EraseAsync(userKey, mark, CancellationToken.None)
            ?? throw new ActivationFencedException();
        Readable.Close();
        Profile.Apply(mark);
        Watchers?.Tell(Profile, UserChange.Erased);
        _savedVersion = 0;
        _triedVersion = 0;
        return erased;
    }

    /// <summary>Reads a page of the entries after a sequence number.</summary>
    public ValueTask<IReadOnlyList<LogEntry>> ReadAsync(long afterSequence, int limit) =>
        eventLog.ReadUserAsync(userKey, afterSequence, limit, CancellationToken.None);

    /// <summary>Ensures that a durable snapshot covers the log up to a sequence number.</summary>
    /// <returns>True if it does.</returns>
    public async Task<bool> EnsureSnapshotAsync(long sequence)
    {
        if (_savedVersion < sequence)
        {
            await FlushAsync(CancellationToken.None);
        }

        return _savedVersion >= sequence;
    }

    /// <summary>Writes a snapshot if the profile changed since the last one.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _saving.WaitAsync(cancellationToken);
        if (Profile.Version > _savedVersion)
        {
            await SaveAsync(cancellationToken);
        }
    }

    /// <remarks>
    /// Never throws. The runtime wraps the exceptions of the store in its own types, and
    /// the log has everything: the next activation only replays a longer tail. A later append tries again.
    /// </remarks>
    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        long version = Profile.Version;
        _triedVersion = version;
        try
        {
            snapshot.State = Profile.ToSnapshot();
            await snapshot.WriteStateAsync(cancellationToken);
            _savedVersion = version;
        }
        catch (Exception error)
        {
            metrics.SnapshotFailed();
            logger.LogWarning(error, "Failed to write a profile snapshot; the log still has all its data.");
            await ReadEtagAsync(error);
        }
        finally
        {
            snapshot.State = new ProfileSnapshot();
        }
    }

    /// <summary>Reads the stored row's etag after a conflict. Without it no later snapshot could be written.</summary>
    private async Task ReadEtagAsync(Exception error)
    {
        if (error is not InconsistentStateException)
        {
            return;
        }

        try
        {
            await snapshot.ReadStateAsync();
        }
        catch (Exception second)
        {
            logger.LogWarning(second, "Failed to read a profile snapshot after a conflict.");
        }
    }
}
