using Npgsql;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>What a failure says about what was stored.</summary>
internal static class PostgresFailure
{
    private const string ConnectionClass = "08";

    /// <summary>
    /// Whether the server itself said that the statement failed: its transaction is rolled back. A FATAL one may come
    /// after the commit.
    /// </summary>
    public static bool WasRolledBack(Exception error) => error is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Deadlocks and the like: another try may succeed, and nothing was stored.</summary>
    public static bool MayRepeatWrite(NpgsqlException error) => WasRolledBack(error) && error.SqlState
        is PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.LockNotAvailable;

    public static bool MayRepeatRead(NpgsqlException error) => MayRepeatWrite(error)
        || (error.IsTransient && error.InnerException is not TimeoutException)
        || IsShutdown(error);

    /// <summary>Whether the server is the one to blame: it could not be reached, or did not answer in time.</summary>
    public static bool CountsAgainstServer(Exception error) =>
        error is TimeoutException || (error is NpgsqlException && !WasRolledBack(error));

    /// <summary>Whether a server that did not let us in may do so soon.</summary>
    public static bool MayRepeatOpening(Exception error) => error is not PostgresException refusal
        || IsShutdown(refusal)
        || refusal.SqlState.StartsWith(ConnectionClass, StringComparison.Ordinal)
        || refusal.SqlState == PostgresErrorCodes.TooManyConnections;

    private static bool IsShutdown(NpgsqlException error) =>
        error.SqlState is PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow;
}
