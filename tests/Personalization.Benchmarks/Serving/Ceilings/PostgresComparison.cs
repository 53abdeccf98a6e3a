using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Personalization.Abstractions.EventLog;
using Personalization.Benchmarks.Reports;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Postgres.EventLog;
using Personalization.Storage.Postgres.Schema;

namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>
/// Compares the event log in PostgreSQL with raw inserts of the same rows by the same number of callers.
/// </summary>
/// <remarks>The targets alternate in one run. The ratios are the result; the rates depend on the machine.</remarks>
internal sealed class PostgresComparison : IBenchmark
{
    private const string Schema = "personalization_benchmark";

    private readonly Option<string> _connection = new("--connection")
    {
        Description =
            "The connection string of a database. The benchmark creates a schema in it and drops it at the end.",
        Required = true,
    };

    private readonly Option<int> _rounds = CommandOptions.Rounds(5);
    private readonly Option<double> _seconds = CommandOptions.Seconds(4);

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("postgres", "Compares the event log in PostgreSQL with raw inserts of the same rows in groups.")
        {
            _connection, _rounds, _seconds,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        string connectionString = arguments.GetValue(_connection)!;
        int rounds = arguments.GetValue(_rounds);
        TimeSpan duration = TimeSpan.FromSeconds(arguments.GetValue(_seconds));
        MarkdownTable table = new("callers", "log, appends/s", "bytes per append", "raw with unique index", "ratio");
        int lanes = new PostgresStorageOptions().ParallelBatches;
        foreach (int callers in new[] { 64, 1024, 8192 })
        {
            List<AppendRate> raw = [];
            List<AppendRate> log = [];
            for (int round = 0; round < rounds; round++)
            {
                raw.Add(await InFreshSchemaAsync(
                    connectionString, options => MeasureRawAsync(options, lanes, callers, duration)));
                log.Add(
                    await InFreshSchemaAsync(connectionString, options => MeasureLogAsync(options, callers, duration)));
            }

            await output.WriteLineAsync($"{callers} callers measured");
            _ = table.Row(
                Text(callers, "N0"),
                Text(Statistics.Median(log.Select(rate => rate.PerSecond)), "N0"),
                Text(Statistics.Median(log.Select(rate => rate.BytesPerAppend)), "N0"),
                Text(Statistics.Median(raw.Select(rate => rate.PerSecond)), "N0"),
                Text(Statistics.Median(log.Zip(raw, (a, b) => a.PerSecond / b.PerSecond)), "P0"));
        }

        return new Report("postgres", "The event log in PostgreSQL against raw inserts", table.ToString())
        {
            Limits =
            [
                string.Create(
                    CultureInfo.InvariantCulture, $"{rounds} rounds of {duration.TotalSeconds} s, in turn, medians."),
            ],
        };
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static async Task<AppendRate> InFreshSchemaAsync(
        string connectionString, Func<PostgresStorageOptions, Task<AppendRate>> measure)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
        await ExecuteAsync(source, $"DROP SCHEMA IF EXISTS {Schema} CASCADE; CREATE SCHEMA {Schema}");
        try
        {
            return await measure(new PostgresStorageOptions
            {
                ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
                {
                    SearchPath = Schema
                }.ConnectionString,
            });
        }
        finally
        {
            await ExecuteAsync(source, $"DROP SCHEMA {Schema} CASCADE");
        }
    }

    private static async Task<AppendRate> MeasureRawAsync(
        PostgresStorageOptions options, int lanes, int callers, TimeSpan duration)
    {
        await using RawPostgresCeiling ceiling = await RawPostgresCeiling.OpenAsync(
            PostgresConnections.CreateSource(options), lanes);
        byte[] entry = LogEntryCodec.Encode(EventLogComparison.EntryOf(0, 1));
        string[] keys = [.. Enumerable.Range(0, callers).Select(EventLogComparison.KeyOf)];
        return await AppendRate.MeasureAsync(
            callers, duration, (caller, n) => new ValueTask(ceiling.AppendAsync(keys[caller], n, entry)));
    }

    private static async Task<AppendRate> MeasureLogAsync(
        PostgresStorageOptions options, int callers, TimeSpan duration)
    {
        await using NpgsqlDataSource source = PostgresConnections.CreateSource(options);
        PostgresDatabase database = new(source, options, TimeProvider.System, NullLogger<PostgresDatabase>.Instance);
        await PostgresSchema.MigrateAsync(database, CancellationToken.None);
        await using PostgresEventLog log = new(database, NullLogger<PostgresEventLog>.Instance);
        string[] keys = [.. Enumerable.Range(0, callers).Select(EventLogComparison.KeyOf)];
        return await AppendRate.MeasureAsync(callers, duration, async (caller, n) =>
        {
            if (await log.AppendAsync(
                keys[caller],
                [EventLogComparison.EntryOf(caller, n)],
                CancellationToken.None).ConfigureAwait(false) != AppendResult.Appended)
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
