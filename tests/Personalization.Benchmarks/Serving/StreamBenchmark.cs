using System.CommandLine;
using System.Globalization;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Reports;
using Personalization.Testing;

namespace Personalization.Benchmarks.Serving;

/// <summary>
/// Measures open live streams: memory of a stream, processor time while nothing happens, and the time from an
/// acknowledged event to the new list on the stream.
/// </summary>
internal sealed class StreamBenchmark : IBenchmark
{
    private const int WarmStreams = 200;
    private const int Events = 200;

    private readonly Option<int[]> _streams = new("--streams")
    {
        Description = "The numbers of open streams, each of another user, in rising order.",
        DefaultValueFactory = _ => [2_000, 10_000],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double> _seconds = new("--seconds")
    {
        Description = "How long the streams are idle, seconds.",
        DefaultValueFactory = _ => 45,
    };

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("streams", "Memory, processor time and delay of open live streams in one process.") { _streams, _seconds };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        TimeSpan idle = TimeSpan.FromSeconds(arguments.GetValue(_seconds));
        using TempFolder work = new();
        PreparedEngine engine = await PreparedEngine.StartAsync(
            work.Path,
            null,
            output,
            new Dictionary<string, string>
            {
                ["Personalization__Api__Streams__Max"] = "100000",
                ["Personalization__Api__Streams__PerAddress"] = "100000",
                ["Personalization__Api__ProbeSeconds"] = "0",
            });
        await using EngineProcess process = engine.Process;
        using StreamCrowd crowd = new(process.Address);
        await crowd.OpenAsync("warm", WarmStreams, cancellationToken);
        List<StreamFigures> rows = [await MeasureAsync(engine, crowd, 0, 0, 0, idle, cancellationToken)];
        (long heap, long resident) = (rows[0].Heap, rows[0].Resident);
        int open = 0;
        foreach (int streams in arguments.GetValue(_streams)!)
        {
            await output.WriteLineAsync($"opening {streams:N0} streams");
            await crowd.OpenAsync($"s{open}", streams - open, cancellationToken);
            open = streams;
            rows.Add(await MeasureAsync(engine, crowd, streams, heap, resident, idle, cancellationToken));
        }

        return new Report("streams", "Live streams", Render(rows))
        {
            Figures = rows,
            Limits =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"One process of API and silo. {WarmStreams} streams are open before the first row. Each stream is "
                        + $"of another, unknown user, so that its memory includes the user's grain."),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Idle for {idle.TotalSeconds:0} s. The delay is that of {Events} events, one after the other, "
                        + $"from the request of the event to the list on the stream of its user."),
            ],
        };
    }

    private static async Task<StreamFigures> MeasureAsync(
        PreparedEngine engine,
        StreamCrowd crowd,
        int streams,
        long heap,
        long resident,
        TimeSpan idle,
        CancellationToken cancellationToken)
    {
        TimeSpan before = engine.Process.ProcessorTime;
        await Task.Delay(idle, TimeProvider.System, cancellationToken);
        double core = (engine.Process.ProcessorTime - before) / idle;
        List<double> delays = await crowd.DelaysAsync(engine.Readers.Items, Events, cancellationToken);
        delays.Sort();
        long live = engine.Probe.Live();
        long now = ProcessMemory.Of(engine.Process.Id).Resident;
        double each = Math.Max(1, streams);
        return new StreamFigures(
            streams,
            live,
            now,
            streams == 0 ? 0 : (live - heap) / each,
            streams == 0 ? 0 : (now - resident) / each,
            core,
            delays[delays.Count / 2],
            delays[(int)(delays.Count * 0.99)],
            crowd.Closed);
    }

    private static string Render(List<StreamFigures> rows)
    {
        MarkdownTable table = new(
            "streams", "live heap, KB a stream", "resident, KB a stream", "resident, MB", "idle, share of a core",
            "event to list, p50 ms", "p99 ms", "closed");
        foreach (StreamFigures row in rows)
        {
            _ = table.Row(
                Text(row.Streams, "N0"), Text(row.HeapEach / 1024, "0.0"), Text(row.ResidentEach / 1024, "0.0"),
                Text(row.Resident / 1e6, "0"), Text(row.IdleCore, "0.000"), Text(row.DelayP50, "0.0"),
                Text(row.DelayP99, "0.0"), Text(row.Closed, "0"));
        }

        return table.ToString();
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

/// <summary>The figures with a number of open streams.</summary>
/// <param name="Streams">The open streams beyond the first ones.</param>
/// <param name="Heap">The live managed bytes.</param>
/// <param name="Resident">The resident bytes.</param>
/// <param name="HeapEach">The live managed bytes of a stream.</param>
/// <param name="ResidentEach">The resident bytes of a stream.</param>
/// <param name="IdleCore">The processor time while nothing happens, as a share of a core.</param>
/// <param name="DelayP50">The median time from an event to its list, milliseconds.</param>
/// <param name="DelayP99">The 99th percentile of it, milliseconds.</param>
/// <param name="Closed">The streams that the server closed.</param>
internal sealed record StreamFigures(
    int Streams, long Heap, long Resident, double HeapEach, double ResidentEach, double IdleCore, double DelayP50,
    double DelayP99, int Closed);
