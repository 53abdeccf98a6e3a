using Microsoft.Extensions.Logging;
using Npgsql;
using Personalization.Abstractions.Stores;
using Personalization.Storage.GroupCommit;
using Personalization.Storage.Resilience;
using Polly;
using Polly.CircuitBreaker;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>Runs operations on pooled connections with retries and a circuit breaker.</summary>
/// <remarks>
/// Opening a connection is always retried. A read is retried after any transient failure. A write is retried only after
/// an error that the server reported, because its transaction was then rolled back. After any other failure the outcome
/// of a write is unknown; the <see cref="IOException"/> says so. While the circuit breaker is open, every call fails at
/// once with a <see cref="StoreUnavailableException"/>; only a starting process waits.
/// </remarks>
public sealed class PostgresDatabase(
    NpgsqlDataSource source,
    PostgresStorageOptions options,
    TimeProvider time,
    ILogger<PostgresDatabase> logger,
    Pipelines? pipelines = null)
{
    /// <summary>Name of the circuit breaker that every try goes through.</summary>
    internal const string Pipeline = "postgres";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly ResiliencePipeline _breaker = pipelines?.GetStore(Pipeline, PostgresFailure.CountsAgainstServer)
        ?? ResiliencePipeline.Empty;

    /// <summary>The settings.</summary>
    internal PostgresStorageOptions Options => options;

    /// <summary>Limits of a write queue and of its commits.</summary>
    internal GroupLimits GroupLimits => new()
    {
        MaxQueued = options.MaxQueued,
        MaxParallel = options.ParallelBatches,
        MaxRows = options.BatchRows,
        MaxBytes = options.BatchBytes,
    };

    /// <summary>The clock.</summary>
    internal TimeProvider Time => time;

    /// <summary>Runs an operation that only reads.</summary>
    internal Task<T> ReadAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, PostgresFailure.MayRepeatRead, CommandTimeout, waitsWhileOpen: false, cancellationToken);

    /// <summary>Runs an operation that writes. It is retried only if the previous try stored nothing.</summary>
    internal Task<T> WriteAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(work, PostgresFailure.MayRepeatWrite, CommandTimeout, waitsWhileOpen: false, cancellationToken);

    /// <summary>Like <see cref="WriteAsync"/>, but with the longer time limit for process start.</summary>
    internal Task<T> StartAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(
            work,
            PostgresFailure.MayRepeatWrite,
            TimeSpan.FromSeconds(options.StartTimeoutSeconds),
            waitsWhileOpen: true,
            cancellationToken);

    private TimeSpan CommandTimeout => TimeSpan.FromSeconds(options.CommandTimeoutSeconds);

    private async Task<T> RunAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work,
        Func<NpgsqlException, bool> mayRepeat,
        TimeSpan patience,
        bool waitsWhileOpen,
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
            catch (BrokenCircuitException open) when (!waitsWhileOpen)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new StoreUnavailableException(
                    "PostgreSQL failed too often; its circuit breaker is open and nothing was stored.", open);
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
                    "PostgreSQL call failed and will be retried in {Pause} ms: {Problem}",
                    pause.TotalMilliseconds,
                    error.Message);
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static IOException Translate(Exception error, bool opened)
    {
        string what = !opened ? "PostgreSQL could not be reached; nothing was stored"
            : PostgresFailure.WasRolledBack(error) ? "PostgreSQL rejected the statement; nothing was stored"
            : "PostgreSQL failed; whether a write was stored is unknown";
        return new IOException($"{what}: {error.Message}", error);
    }
}
