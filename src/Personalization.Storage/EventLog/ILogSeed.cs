namespace Personalization.Storage.EventLog;

/// <summary>Lets the log of a user begin after a sequence number. Used only to move data between stores.</summary>
/// <remarks>The entries up to that number were erased, or dropped after their retention period.</remarks>
public interface ILogSeed
{
    /// <summary>Sets the last sequence number of a user without entries.</summary>
    /// <param name="userKey">The user's key.</param>
    /// <param name="last">The sequence number before the user's first entry, at least 1.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="IOException">The user has entries, or the store failed.</exception>
    Task SeedAsync(string userKey, long last, CancellationToken cancellationToken);
}
