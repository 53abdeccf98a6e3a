namespace Personalization.Abstractions.EventLog;

/// <summary>
/// Lets go of old parts of the event log. The log is the truth, so a part goes only when, for each user with an entry in it, the caller
/// has confirmed that a snapshot covers the entry. What keeps users' sequences going is never dropped.
/// </summary>
public interface ILogRetention
{
    /// <summary>The parts whose every entry is older than the retention, oldest first; none when events are kept for ever.</summary>
    ValueTask<IReadOnlyList<LogPart>> ListExpiredAsync(CancellationToken cancellationToken);

    /// <summary>Drops an expired part, unless a user in it is not covered.</summary>
    /// <param name="part">One of <see cref="ListExpiredAsync"/>.</param>
    /// <param name="isCovered">
    /// Asked once for each user in the part, with the user's last sequence number in it: whether a durable snapshot holds all entries up to that
    /// number. Called one after the other; the first false or exception ends it.
    /// </param>
    /// <param name="cancellationToken">Stops it; nothing is dropped then.</param>
    /// <returns>Whether it is dropped. False when a user is not covered, or when entries came in meanwhile: try again later.</returns>
    /// <exception cref="ArgumentException">There is no such part, or it has not expired.</exception>
    ValueTask<bool> DropAsync(LogPart part, Func<LogPartUser, CancellationToken, ValueTask<bool>> isCovered, CancellationToken cancellationToken);
}
