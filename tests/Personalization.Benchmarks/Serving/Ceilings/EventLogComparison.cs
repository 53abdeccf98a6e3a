using System.CommandLine;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Benchmarks.Reports;
using Personalization.Storage.Sqlite.Connections;
using Personalization.Storage.Sqlite.EventLog;

namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>
/// Compares the event log of the embedded store with a raw group commit of the same rows by the same number of callers.
/// </summary>
/// <remarks>
/// The targets alternate in one run, so other work on the machine affects all of them alike. The ratios are the result;
/// the rates depend on the machine.
/// </remarks>
internal sealed class EventLogComparison : IBenchmark
{
    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Option<string> _work = new("--work")
    {
        Description = "A folder on the disk to measure.",
        DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "personalization-ceiling"),
    };

    private readonly Option<int> _rounds = CommandOptions.Rounds(5);
    private readonly Option<double> _seconds = CommandOptions.Seconds(4);

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("log", "Compares the event log of the embedded store with a raw SQLite group commit of the same rows.")
        {
            _work, _rounds, _seconds,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        string folder = arguments.GetValue(_work)!;
        int rounds = arguments.GetValue(_rounds);
        TimeSpan duration = TimeSpan.FromSeconds(arguments.GetValue(_seconds));
        MarkdownTable table = new(
            "callers",
            "log, appends/s",
            "bytes per append",
            "raw without index",
            "ratio",
            "raw with unique index",
            "ratio");
        foreach (int callers in new[] { 64, 8192 })
        {
            List<AppendRate> bare = [];
            List<AppendRate> indexed = [];
            List<AppendRate> log = [];
            for (int round = 0; round < rounds; round++)
            {
                bare.Add(await MeasureRawAsync(folder, callers, duration, fenced: false));
                log.Add(await MeasureLogAsync(folder, callers, duration));
                indexed.Add(await MeasureRawAsync(folder, callers, duration, fenced: true));
            }

            await output.WriteLineAsync($"{callers} callers measured");
            AddRow(table, callers, bare, indexed, log);
        }

        return new Report("log", "The embedded event log against a raw group commit", table.ToString())
        {
            Limits =
            [
                string.Create(
                    CultureInfo.InvariantCulture, $"{rounds} rounds of {duration.TotalSeconds} s, in turn, medians."),
            ],
        };
    }

    private static void AddRow(
        MarkdownTable table, int callers, List<AppendRate> bare, List<AppendRate> indexed, List<AppendRate> log) =>
        _ = table.Row(
            Text(callers, "N0"),
            Text(Statistics.Median(log.Select(rate => rate.PerSecond)), "N0"),
            Text(Statistics.Median(log.Select(rate => rate.BytesPerAppend)), "N0"),
            Text(Statistics.Median(bare.Select(rate => rate.PerSecond)), "N0"),
            Text(Statistics.Median(log.Zip(bare, (a, b) => a.PerSecond / b.PerSecond)), "P0"),
            Text(Statistics.Median(indexed.Select(rate => rate.PerSecond)), "N0"),
            Text(Statistics.Median(log.Zip(indexed, (a, b) => a.PerSecond / b.PerSecond)), "P0"));

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static async Task<AppendRate> MeasureRawAsync(string folder, int callers, TimeSpan duration, bool fenced)
    {
        string path = FreshPath(folder);
        using RawSqliteCeiling ceiling = new(path, fenced);
        byte[][] keys = [.. Enumerable.Range(0, callers).Select(caller => Encoding.UTF8.GetBytes(KeyOf(caller)))];
        byte[] entry = LogEntryCodec.Encode(EntryOf(0, 1));
        return await AppendRate.MeasureAsync(
            callers, duration, (caller, n) => new ValueTask(ceiling.AppendAsync(keys[caller], n, entry)));
    }

    private static async Task<AppendRate> MeasureLogAsync(string folder, int callers, TimeSpan duration)
    {
        await using SqliteStore store = SqliteStore.Open(
            new SqliteStorageOptions { Path = FreshPath(folder) }, NullLogger<SqliteStore>.Instance);
        SqliteEventLog log = new(store);
        string[] keys = [.. Enumerable.Range(0, callers).Select(KeyOf)];
        return await AppendRate.MeasureAsync(callers, duration, async (caller, n) =>
        {
            if (await log.AppendAsync(
                keys[caller],
                [EntryOf(caller, n)],
                CancellationToken.None).ConfigureAwait(false) != AppendResult.Appended)
            {
                throw new InvalidOperationException("fenced");
            }
        });
    }

    private static string FreshPath(string folder)
    {
        _ = Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(folder, "ceiling.db*"))
        {
            File.Delete(file);
        }

        return Path.Combine(folder, "ceiling.db");
    }

    /// <summary>Gets the user key of a caller.</summary>
    internal static string KeyOf(int caller) =>
        string.Create(CultureInfo.InvariantCulture, $"visitor-{(caller * 2654435761L) % 1_000_000_007}");

    /// <summary>Creates the n-th entry of a caller.</summary>
    internal static EventEntry EntryOf(int caller, long n) => new()
    {
        Sequence = n,
        ReceivedAt = At,
        Event = new UserEvent
        {
            EventId = string.Create(CultureInfo.InvariantCulture, $"{caller:x8}-{n:x12}"),
            UserId = UserId.Create("visitor-1234567"),
            ItemId = ItemId.Create("product-4711"),
            Type = EventTypes.View,
            OccurredAt = At,
            Placement = "home",
        },
    };
}
