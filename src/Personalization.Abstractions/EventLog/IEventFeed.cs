namespace Personalization.Abstractions.EventLog;

/// <summary>
/// The durable history of all users in the order of commits, for those who follow it: trainings, experiment results,
/// exploration. Safe for any number of concurrent callers.
/// </summary>
/// <remarks>
/// Separate from <see cref="IEventLog"/> because followers read pages of the whole log in the background and may repeat
/// a read, while a user's calls are short and their store decides what may be repeated.
/// </remarks>
public interface IEventFeed
{
    /// <summary>
    /// All users' entries after a position in the order of commits. Never skips an entry that commits later than one
    /// already returned.
    /// </summary>
    /// <param name="afterPosition">0 for the beginning.</param>
    /// <param name="limit">The most records to return, from 1.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    ValueTask<IReadOnlyList<LogRecord>> ReadAllAsync(
        long afterPosition, int limit, CancellationToken cancellationToken);
}
