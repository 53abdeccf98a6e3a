namespace Personalization.Abstractions.EventLog;

/// <summary>
/// The durable history of each user. The pair of user key and sequence number is unique: of two writers that claim the
/// same number one is fenced. Safe for any number of concurrent callers.
/// </summary>
/// <remarks>Readers of all users' entries take <see cref="IEventFeed"/>. A backend's log implements both.</remarks>
public interface IEventLog
{
    /// <summary>
    /// Appends a user's next entries, all or none. When it returns <see cref="AppendResult.Appended"/> they survive
    /// power loss.
    /// </summary>
    /// <param name="userKey">See <see cref="Identity.UserKey"/>.</param>
    /// <param name="entries">One or more, with consecutive sequence numbers that follow the user's last.</param>
    /// <param name="cancellationToken">Cancels the wait; the entries may or may not be stored then.</param>
    /// <exception cref="IOException">The store failed; whether the entries are stored is unknown.</exception>
    ValueTask<AppendResult> AppendAsync(
        string userKey, IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken);

    /// <summary>A user's entries after a sequence number, in order.</summary>
    /// <param name="userKey">The user.</param>
    /// <param name="afterSequence">0 for all.</param>
    /// <param name="limit">The most entries to return, from 1.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(
        string userKey, long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Which of the given events a user's log holds: the answer for ids that have left the profile's memory of them.
    /// </summary>
    ValueTask<IReadOnlySet<string>> FindEventsAsync(
        string userKey, IReadOnlyCollection<string> eventIds, CancellationToken cancellationToken);

    /// <summary>
    /// Erases a user's entries and leaves only <paramref name="mark"/>, whose sequence number follows the user's last;
    /// all or none.
    /// </summary>
    /// <returns>
    /// How many entries were erased, or null when another activation took the sequence number: nothing was erased.
    /// </returns>
    ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken);

    /// <summary>Returns when the store answers and can be written to; throws when not.</summary>
    ValueTask ProbeAsync(CancellationToken cancellationToken);
}
