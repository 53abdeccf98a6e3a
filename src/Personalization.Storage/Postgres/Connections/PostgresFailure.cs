using Npgsql;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>Classifies failures by what they imply about stored data and about the server.</summary>
internal static class PostgresFailure
{
    private const string ConnectionClass = "08";

    /// <summary>
    /// Gets whether the server reported the failure of the statement, so that its transaction was rolled back. A FATAL
    /// error does not count because it can follow the commit.
    /// </summary>
    public static bool WasRolledBack(Exception error) => error is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Gets whether nothing was stored and a retry can succeed, for example after a deadlock.</summary>
    public static bool MayRepeatWrite(NpgsqlException error) => WasRolledBack(error) && error.SqlState
        is PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.LockNotAvailable;

    public static bool MayRepeatRead(NpgsqlException error) => MayRepeatWrite(error)
        || (error.IsTransient && error.InnerException is not TimeoutException)
        || IsShutdown(error);

    /// <summary>
    /// Gets whether the failure counts against the server: it was unreachable or did not answer in time.
    /// </summary>
    public static bool CountsAgainstServer(Exception error) =>
        error is TimeoutException || (error is NpgsqlException && !WasRolledBack(error));

    /// <summary>Gets whether a retry of opening the connection can succeed.</summary>
    public static bool MayRepeatOpening(Exception error) => error is not PostgresException refusal
        || IsShutdown(refusal)
        || refusal.SqlState.StartsWith(ConnectionClass, StringComparison.Ordinal)
        || refusal.SqlState == PostgresErrorCodes.TooManyConnections;

    private static bool IsShutdown(NpgsqlException error) =>
        error.SqlState is PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow;
}
