using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Personalization.Abstractions.Storage;
using Personalization.Storage.Postgres;

namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>The event log in PostgreSQL against the raw ceiling: the same rows, the same callers, alternating in one run. The ratios are what counts.</summary>
internal static class PostgresComparison
{
    private const string Schema = "personalization_benchmark";

    /// <summary>Runs the comparison and writes one line per number of callers.</summary>
    public static async Task RunAsync(string connectionString, int rounds, TimeSpan duration, TextWriter output)
    {
        int lanes = new PostgresStorageOptions().ParallelBatches;
        foreach (int callers in new[] { 64, 1024, 8192 })
        {
            List<AppendRate> raw = [];
            List<AppendRate> log = [];
            for (int round = 0; round < rounds; round++)
            {
                raw.Add(await InFreshSchemaAsync(connectionString, options => MeasureRawAsync(options, lanes, callers, duration)));
                log.Add(await InFreshSchemaAsync(connectionString, options => MeasureLogAsync(options, callers, duration)));
            }

            double ratio = EventLogComparison.Median(log.Zip(raw, (a, b) => a.PerSecond / b.PerSecond));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{callers,5} callers: log {EventLogComparison.Median(log.Select(r => r.PerSecond)):N0}/s ({EventLogComparison.Median(log.Select(r => r.BytesPerAppend)):N0} B/append), "
                + $"raw with unique index {EventLogComparison.Median(raw.Select(r => r.PerSecond)):N0}/s (ratio {ratio:P0})"));
        }
    }

    private static async Task<AppendRate> InFreshSchemaAsync(string connectionString, Func<PostgresStorageOptions, Task<AppendRate>> measure)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
        await ExecuteAsync(source, $"DROP SCHEMA IF EXISTS {Schema} CASCADE; CREATE SCHEMA {Schema}");
        try
        {
            return await measure(new PostgresStorageOptions
            {
                ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Schema }.ConnectionString,
            });
        }
        finally
        {
            await ExecuteAsync(source, $"DROP SCHEMA {Schema} CASCADE");
        }
    }

    private static async Task<AppendRate> MeasureRawAsync(PostgresStorageOptions options, int lanes, int callers, TimeSpan duration)
    {
        await using RawPostgresCeiling ceiling = await RawPostgresCeiling.OpenAsync(PostgresConnections.CreateSource(options), lanes);
        byte[] entry = LogEntryCodec.Encode(EventLogComparison.EntryOf(0, 1));
        string[] keys = [.. Enumerable.Range(0, callers).Select(EventLogComparison.KeyOf)];
        return await AppendRate.MeasureAsync(callers, duration, (caller, n) => new ValueTask(ceiling.AppendAsync(keys[caller], n, entry)));
    }

    private static async Task<AppendRate> MeasureLogAsync(PostgresStorageOptions options, int callers, TimeSpan duration)
    {
        await using NpgsqlDataSource source = PostgresConnections.CreateSource(options);
        PostgresDatabase database = new(source, options, TimeProvider.System, NullLogger<PostgresDatabase>.Instance);
        await PostgresSchema.MigrateAsync(database, CancellationToken.None);
        await using PostgresEventLog log = new(database, NullLogger<PostgresEventLog>.Instance);
        string[] keys = [.. Enumerable.Range(0, callers).Select(EventLogComparison.KeyOf)];
        return await AppendRate.MeasureAsync(callers, duration, async (caller, n) =>
        {
            if (await log.AppendAsync(keys[caller], [EventLogComparison.EntryOf(caller, n)], CancellationToken.None).ConfigureAwait(false) != AppendResult.Appended)
            {
                throw new InvalidOperationException("fenced");
            }
        });
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        _ = await command.ExecuteNonQueryAsync();
    }
}
