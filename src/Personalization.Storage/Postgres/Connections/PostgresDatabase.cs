using Microsoft.Extensions.Logging;
using Npgsql;
using Personalization.Storage.GroupCommit;
using Personalization.Storage.Resilience;
using Polly;
using Polly.CircuitBreaker;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>
/// Runs work on pooled connections and decides what may be repeated: opening a connection always; a read after any
/// passing failure; a write only after an error that the server itself reported, for then its transaction was rolled
/// back. Anything else that happens to a write leaves its outcome unknown and is an <see cref="IOException"/> that says
/// so.
/// </summary>
public sealed class PostgresDatabase(
    NpgsqlDataSource source,
    PostgresStorageOptions options,
    TimeProvider time,
    ILogger<PostgresDatabase> logger,
    Pipelines? pipelines = null)
{
    /// <summary>The name of the breaker that every try goes through.</summary>
    internal const string Pipeline = "postgres";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly ResiliencePipeline _breaker = pipelines?.GetStore(Pipeline, PostgresFailure.CountsAgainstServer)
        ?? ResiliencePipeline.Empty;

    /// <summary>The settings.</summary>
    internal PostgresStorageOptions Options => options;

    /// <summary>The bounds of a queue of writes and of its commits.</summary>
    internal GroupLimits GroupLimits => new()
    {
        MaxQueued = options.MaxQueued,
        MaxParallel = options.ParallelBatches,
        MaxRows = options.BatchRows,
        MaxBytes = options.BatchBytes,
    };

    /// <summary>The clock.</summary>
    internal TimeProvider Time => time;

    /// <summary>Runs work that changes nothing.</summary>
    internal Task<T> ReadAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, PostgresFailure.MayRepeatRead, CommandTimeout, cancellationToken);

    /// <summary>Runs work that changes something; when it is repeated nothing of the last try was stored.</summary>
    internal Task<T> WriteAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, PostgresFailure.MayRepeatWrite, CommandTimeout, cancellationToken);

    /// <summary>As <see cref="WriteAsync"/>, for as long as a starting process may wait for the server.</summary>
    internal Task<T> StartAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(
            work, PostgresFailure.MayRepeatWrite, TimeSpan.FromSeconds(options.StartTimeoutSeconds), cancellationToken);

    private TimeSpan CommandTimeout => TimeSpan.FromSeconds(options.CommandTimeoutSeconds);

    private async Task<T> RunAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work,
        Func<NpgsqlException, bool> mayRepeat,
        TimeSpan patience,
        CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        TimeSpan pause = FirstPause;
        while (true)
        {
            DatabaseTry<T> tried = new(source, work);
            try
            {
                return await _breaker.ExecuteAsync(
                    static (one, token) => one.RunAsync(token), tried, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException or BrokenCircuitException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                bool repeat = tried.Opened
                    ? error is NpgsqlException failure && mayRepeat(failure)
                    : PostgresFailure.MayRepeatOpening(error);
                if (!repeat || time.GetElapsedTime(start) + pause > patience)
                {
                    throw Translate(error, tried.Opened);
                }

                logger.LogWarning(
                    "PostgreSQL failed and is tried again in {Pause} ms: {Problem}",
                    pause.TotalMilliseconds,
                    error.Message);
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static IOException Translate(Exception error, bool opened)
    {
        string what = !opened ? "PostgreSQL cannot be reached; nothing was stored"
            : PostgresFailure.WasRolledBack(error) ? "PostgreSQL refused; nothing was stored"
            : "PostgreSQL failed; whether a write was stored is unknown";
        return new IOException($"{what}: {error.Message}", error);
    }
}
