using System.Globalization;
using System.Text;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Benchmarks.Reports;
using Personalization.Benchmarks.Serving.Ceilings;

namespace Personalization.Benchmarks.Serving;

/// <summary>
/// The raw SQLite group commit of rows that are like the engine's rows, with as many callers as the engine has pending
/// events.
/// </summary>
internal sealed class RawStore(string folder, int callers, bool indexed)
{
    private readonly List<double> _rates = [];

    /// <summary>Runs one measurement on a new file.</summary>
    public async Task MeasureAsync(TimeSpan duration)
    {
        string path = Path.Combine(folder, "raw.db");
        foreach (string file in Directory.EnumerateFiles(folder, "raw.db*"))
        {
            File.Delete(file);
        }

        using RawSqliteCeiling store = new(path, indexed);
        byte[][] keys = [.. Enumerable.Range(0, callers).Select(
            caller => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"w{caller}")))];
        byte[] row = LogEntryCodec.Encode(Entry());
        AppendRate rate = await AppendRate.MeasureAsync(
            callers, duration, (caller, n) => new ValueTask(store.AppendAsync(keys[caller], n, row)));
        _rates.Add(rate.PerSecond);
    }

    /// <summary>Gets the median over the rounds.</summary>
    public RawFigures Figures() => new(
        indexed ? "raw SQLite with the log's unique index" : "raw SQLite, no index",
        callers,
        Statistics.Median(_rates));

    private static EventEntry Entry() => new()
    {
        Sequence = 1,
        ReceivedAt = TimeProvider.System.GetUtcNow(),
        Event = new UserEvent
        {
            EventId = "s1234567",
            UserId = UserId.Create("w1234"),
            ItemId = ItemId.Create("12345"),
            Type = EventTypes.View,
            OccurredAt = TimeProvider.System.GetUtcNow(),
            Placement = "home",
        },
    };
}
