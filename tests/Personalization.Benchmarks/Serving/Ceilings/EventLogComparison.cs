using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Storage;
using Personalization.Storage.Sqlite;

namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>
/// The event log of the embedded store against the raw ceiling: the same rows, the same callers, alternating in one run, so that
/// what else the machine does hits all alike. The ratios are what counts.
/// </summary>
internal static class EventLogComparison
{
    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Runs the comparison and writes one line per number of callers.</summary>
    public static async Task RunAsync(string folder, int rounds, TimeSpan duration, TextWriter output)
    {
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

            await output.WriteLineAsync(Describe(callers, bare, indexed, log));
        }
    }

    private static string Describe(int callers, List<AppendRate> bare, List<AppendRate> indexed, List<AppendRate> log)
    {
        double ratioToBare = Median(log.Zip(bare, (a, b) => a.PerSecond / b.PerSecond));
        double ratioToIndexed = Median(log.Zip(indexed, (a, b) => a.PerSecond / b.PerSecond));
        return string.Create(CultureInfo.InvariantCulture,
            $"{callers,5} callers: log {Median(log.Select(r => r.PerSecond)):N0}/s ({Median(log.Select(r => r.BytesPerAppend)):N0} B/append), "
            + $"raw without index {Median(bare.Select(r => r.PerSecond)):N0}/s (ratio {ratioToBare:P0}), "
            + $"raw with unique index {Median(indexed.Select(r => r.PerSecond)):N0}/s (ratio {ratioToIndexed:P0})");
    }

    private static async Task<AppendRate> MeasureRawAsync(string folder, int callers, TimeSpan duration, bool fenced)
    {
        string path = FreshPath(folder);
        using RawSqliteCeiling ceiling = new(path, fenced);
        byte[][] keys = [.. Enumerable.Range(0, callers).Select(caller => Encoding.UTF8.GetBytes(KeyOf(caller)))];
        byte[] entry = LogEntryCodec.Encode(EntryOf(0, 1));
        return await AppendRate.MeasureAsync(callers, duration, (caller, n) => new ValueTask(ceiling.AppendAsync(keys[caller], n, entry)));
    }

    private static async Task<AppendRate> MeasureLogAsync(string folder, int callers, TimeSpan duration)
    {
        await using SqliteStore store = SqliteStore.Open(new SqliteStorageOptions { Path = FreshPath(folder) }, NullLogger<SqliteStore>.Instance);
        SqliteEventLog log = new(store);
        string[] keys = [.. Enumerable.Range(0, callers).Select(KeyOf)];
        return await AppendRate.MeasureAsync(callers, duration, async (caller, n) =>
        {
            if (await log.AppendAsync(keys[caller], [EntryOf(caller, n)], CancellationToken.None).ConfigureAwait(false) != AppendResult.Appended)
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

    /// <summary>A caller's user key.</summary>
    internal static string KeyOf(int caller) => string.Create(CultureInfo.InvariantCulture, $"visitor-{(caller * 2654435761L) % 1_000_000_007}");

    /// <summary>A caller's n-th entry.</summary>
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

    /// <summary>The middle one.</summary>
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
