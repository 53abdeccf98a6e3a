namespace Personalization.Abstractions.EventLog;

/// <summary>Drops old parts of the event log.</summary>
/// <remarks>
/// The log is the source of truth. A part is dropped only after the caller has confirmed, for each user in it, that a
/// snapshot covers the user's entries. The entries that continue users' sequences are never dropped.
/// </remarks>
public interface ILogRetention
{
    /// <summary>
    /// Lists the parts in which every entry is older than the retention period, oldest first; empty when events are
    /// kept without limit.
    /// </summary>
    ValueTask<IReadOnlyList<LogPart>> ListExpiredAsync(CancellationToken cancellationToken);

    /// <summary>Drops an expired part if snapshots cover every user in it.</summary>
    /// <param name="part">A part from <see cref="ListExpiredAsync"/>.</param>
    /// <param name="isCovered">
    /// Called once for each user in the part, one call at a time, with the user's last sequence number in it. Returns
    /// whether a durable snapshot holds all entries up to that number. The first false or exception ends the operation.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation; nothing is dropped then.</param>
    /// <returns>
    /// Whether the part was dropped. False when a user is not covered, or when new entries arrived meanwhile; try again
    /// later.
    /// </returns>
    /// <exception cref="ArgumentException">The part does not exist or has not expired.</exception>
    ValueTask<bool> DropAsync(
        LogPart part,
        Func<LogPartUser, CancellationToken, ValueTask<bool>> isCovered,
        CancellationToken cancellationToken);
}
