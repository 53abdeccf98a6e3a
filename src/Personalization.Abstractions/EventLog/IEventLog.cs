namespace Personalization.Abstractions.EventLog;

/// <summary>The durable event log of all users. Safe for any number of concurrent callers.</summary>
/// <remarks>
/// The pair of user key and sequence number is unique: of two writers that use the same number, one is fenced.
/// Readers of the entries of all users take <see cref="IEventFeed"/>. A backend's log implements both.
/// </remarks>
public interface IEventLog
{
    /// <summary>
    /// Appends the next entries of a user, all or none. After <see cref="AppendResult.Appended"/> they survive a power
    /// loss.
    /// </summary>
    /// <param name="userKey">The user's key, see <see cref="Identity.UserKey"/>.</param>
    /// <param name="entries">
    /// At least one entry, with consecutive sequence numbers that follow the user's last one.
    /// </param>
    /// <param name="cancellationToken">Stops waiting. It is unknown then whether the entries are stored.</param>
    /// <exception cref="IOException">The store failed. It is unknown whether the entries are stored.</exception>
    ValueTask<AppendResult> AppendAsync(
        string userKey, IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken);

    /// <summary>Reads a user's entries after a sequence number, in order.</summary>
    /// <param name="userKey">The user's key.</param>
    /// <param name="afterSequence">The sequence number after which to read; 0 for all entries.</param>
    /// <param name="limit">The maximum number of entries, at least 1.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(
        string userKey, long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>Finds which of the given events a user's log contains.</summary>
    /// <remarks>
    /// Used for events that the profile no longer remembers. The cost does not grow with the length of the user's log.
    /// </remarks>
    ValueTask<IReadOnlySet<EventKey>> FindEventsAsync(
        string userKey, IReadOnlyCollection<EventKey> events, CancellationToken cancellationToken);

    /// <summary>
    /// Erases a user's entries and leaves only <paramref name="mark"/>, whose sequence number follows the user's last
    /// one; all or nothing.
    /// </summary>
    /// <returns>
    /// The number of erased entries. Null when another activation has used the sequence number; nothing is erased then.
    /// </returns>
    ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the content of entries of a user. A <see cref="RemovedEntry"/> takes the place of each, so that sequence
    /// numbers and positions stay. Entries that do not exist are ignored. Repeating the call changes nothing.
    /// </summary>
    /// <param name="userKey">The user's key.</param>
    /// <param name="sequences">The sequence numbers of the entries.</param>
    /// <param name="at">The time of the removal, UTC.</param>
    /// <param name="cancellationToken">Stops waiting. It is unknown then whether the content is removed.</param>
    ValueTask RemoveAsync(
        string userKey, IReadOnlyCollection<long> sequences, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Verifies that the store can be read and written; throws an exception otherwise.</summary>
    ValueTask ProbeAsync(CancellationToken cancellationToken);
}
