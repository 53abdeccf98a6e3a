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
    ILogger logger)
{
    private const int ReplayPage = 1_000;

    private Task _saving = Task.CompletedTask;
    private long _savedVersion;

    /// <summary>The live profile.</summary>
    public UserProfile Profile { get; private set; } = new(options, vocabulary);

    /// <summary>Loads the profile: the snapshot that was read with the activation, then the log's tail.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (snapshot.RecordExists && await RestoreAsync(cancellationToken) is { } restored)
        {
            Profile = restored;
            _savedVersion = restored.Version;
        }

        int read;
        do
        {
            IReadOnlyList<LogEntry> tail = await eventLog.ReadUserAsync(
                userKey, Profile.Version, ReplayPage, cancellationToken);
            foreach (LogEntry entry in tail)
            {
                Profile.Apply(entry);
            }

            read = tail.Count;
        }
        while (read == ReplayPage);
        snapshot.State = new ProfileSnapshot();
    }

    /// <summary>Restores the snapshot; null when the log is complete and must be folded from its start.</summary>
    private async ValueTask<UserProfile?> RestoreAsync(CancellationToken cancellationToken)
    {
        if (UserProfile.Restore(snapshot.State, options, vocabulary) is { } current)
        {
            return current;
        }

        // The snapshot was folded with other settings: fold the log again, unless its beginning has been deleted.
        IReadOnlyList<LogEntry> first = await eventLog.ReadUserAsync(
            userKey, afterSequence: 0, limit: 1, cancellationToken);
        return first is [{ Sequence: 1 }] or [ForgottenEntry]
            ? null
            : UserProfile.Restore(snapshot.State, options, vocabulary, anyFolding: true);
    }

    /// <summary>Returns the events that are not in the history yet, each id once, in order.</summary>
    public async ValueTask<List<UserEvent>> FindNewAsync(IReadOnlyList<UserEvent> events)
    {
        List<UserEvent> fresh = new(events.Count);
        HashSet<string>? batch = events.Count > 1 ? new HashSet<string>(events.Count, StringComparer.Ordinal) : null;
        foreach (UserEvent done in events)
        {
            if (!Profile.Remembers(done.EventId) && batch?.Add(done.EventId) != false)
            {
                fresh.Add(done);
            }
        }

        if (fresh.Count > 0 && Profile.HasForgottenEventIds)
        {
            IReadOnlySet<string> known = await eventLog.FindEventsAsync(
                userKey, [.. fresh.Select(done => done.EventId)], CancellationToken.None);
            _ = fresh.RemoveAll(done => known.Contains(done.EventId));
        }

        return fresh;
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

        foreach (LogEntry entry in entries)
        {
            Profile.Apply(entry);
        }

        if (Profile.Version - _savedVersion >= options.SnapshotEvery && _saving.IsCompleted)
        {
            _saving = SaveAsync(CancellationToken.None);
        }
    }

    /// <summary>
    /// Erases the history. The snapshot is erased first, so that no state in between restores an erased user.
    /// </summary>
    /// <returns>The number of erased log entries.</returns>
    /// <exception cref="ActivationFencedException">Another activation wrote first.</exception>
    public async ValueTask<long> EraseAsync()
    {
        await _saving;
        await snapshot.ClearStateAsync();
        ForgottenEntry mark = new() { Sequence = Profile.Version + 1, ReceivedAt = time.GetUtcNow() };
        long erased = await eventLog.EraseAsync(userKey, mark, CancellationToken.None)
            ?? throw new ActivationFencedException();
        Profile.Apply(mark);
        _savedVersion = 0;
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

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        long version = Profile.Version;
        try
        {
            snapshot.State = Profile.ToSnapshot();
            await snapshot.WriteStateAsync(cancellationToken);
            _savedVersion = version;
        }
        catch (Exception error) when (error is InconsistentStateException or IOException or OperationCanceledException)
        {
            // The log has everything; the next activation only replays a longer tail.
            logger.LogWarning(error, "Failed to write a profile snapshot; the log still has all its data.");
        }
        finally
        {
            snapshot.State = new ProfileSnapshot();
        }
    }
}
