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

    /// <summary>Finds which of the given event ids a user's log contains.</summary>
    /// <remarks>Used for ids that the profile no longer remembers.</remarks>
    ValueTask<IReadOnlySet<string>> FindEventsAsync(
        string userKey, IReadOnlyCollection<string> eventIds, CancellationToken cancellationToken);

    /// <summary>
    /// Erases a user's entries and leaves only <paramref name="mark"/>, whose sequence number follows the user's last
    /// one; all or nothing.
    /// </summary>
    /// <returns>
    /// The number of erased entries. Null when another activation has used the sequence number; nothing is erased then.
    /// </returns>
    ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken);

    /// <summary>Verifies that the store can be read and written; throws an exception otherwise.</summary>
    ValueTask ProbeAsync(CancellationToken cancellationToken);
}
