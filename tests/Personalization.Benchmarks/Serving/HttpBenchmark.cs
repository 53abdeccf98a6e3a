using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Shared;

namespace Personalization.Benchmarks.Serving;

/// <summary>
/// The engine's rates over HTTP beside their ceilings. Everything is measured in turn, round after round, in one run: what else the
/// machine does hits all alike, and ratios hold where rates do not.
/// </summary>
internal static class HttpBenchmark
{
    private const int Writers = 10_000;
    private const int Batch = 100;
    private const double Half = .5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    /// <summary>Runs it.</summary>
    /// <returns>0; missed aims are said in the report, not by the exit code.</returns>
    public static async Task<int> RunAsync(HttpOptions options, TextWriter output)
    {
        using TempFolder work = new(options.Work);
        string data = Directory.CreateDirectory(Path.Combine(work.Path, "engine")).FullName;
        PreparedEngine engine = await PreparedEngine.StartAsync(data, options.Data, output);
        HttpReport report;
        await using (engine.Process)
        {
            report = await MeasureRatesAsync(options, engine, work.Path, output);
            _ = await engine.Process.TerminateAsync(TimeSpan.FromSeconds(60));
        }

        await ReportAsync(options, report, output);
        if (options.Users > 0)
        {
            report = report with { Memory = await MemoryBenchmark.RunAsync(engine.Launch, engine.Readers.Items, options.Users, output) };
            await ReportAsync(options, report, output);
        }

        return 0;
    }

    private static async Task ReportAsync(HttpOptions options, HttpReport report, TextWriter output)
    {
        string text = HttpText.Render(report);
        await output.WriteLineAsync(text);
        await ReportFiles.WriteAsync(options.Json, options.Markdown, JsonSerializer.Serialize(report, ReportFiles.Readable), text);
    }

    private static async Task<HttpReport> MeasureRatesAsync(HttpOptions options, PreparedEngine engine, string work, TextWriter output)
    {
        string list = $"/v1/users/{engine.Readers.Users[0]}/recommendations?count=20";
        using HttpClient http = new() { BaseAddress = engine.Process.Address };
        string bodyFile = Path.Combine(work, "list.json");
        await File.WriteAllBytesAsync(bodyFile, await http.GetByteArrayAsync(new Uri(list, UriKind.Relative)));
        MemoryProbe probe = new();
        await using EngineProcess ceilings = await EngineProcess.StartAsync(
            probe.Attach(new EngineLaunch(work)), [typeof(HttpBenchmark).Assembly.Location, "ceilings", "--body", bodyFile], "/hello", CancellationToken.None);
        ImmutableArray<HttpTarget> targets = Targets(options, engine, ceilings, probe);
        RawStore[] raws = [.. new[] { options.Connections, options.Connections * Batch }.SelectMany(callers => new[] { false, true }.Select(indexed => new RawStore(work, callers, indexed)))];
        await output.WriteLineAsync("warming up");
        foreach (HttpTarget target in targets)
        {
            target.WarmUp(WarmUp);
        }

        for (int round = 0; round < options.Rounds; round++)
        {
            await output.WriteLineAsync($"round {round + 1} of {options.Rounds}");
            await MeasureRoundAsync(targets, raws, options.Duration);
        }

        await output.WriteLineAsync("half load");
        OpenLoopFigures[] half = [.. targets.Skip(3).Select((target, i) => target.MeasureOpen(Half, options.Duration * 3, seed: 11 + i))];
        RateFigures[] rates = [.. targets.Select(target => target.Figures())];
        RawFigures[] raw = [.. raws.Select(store => store.Figures())];
        return new HttpReport(
            Machine.Describe(), Method(options), Ratios.Of(rates, raw, half), rates, raw, half, [], engine.Training);
    }

    /// <summary>Three ceilings, then the engine's three, in the order the ratios expect.</summary>
    private static ImmutableArray<HttpTarget> Targets(HttpOptions options, PreparedEngine engine, EngineProcess ceilings, MemoryProbe probe)
    {
        Population writers = new([.. Enumerable.Range(0, Writers).Select(i => string.Create(CultureInfo.InvariantCulture, $"w{i}"))], engine.Readers.Items);
        string[] lists = [.. engine.Readers.Users.Select(user => $"users/{user}/recommendations?count=20")];
        int connections = options.Connections;
        return
        [
            new("hello-world", ceilings, probe, new GetSource(["/hello"], 1), connections),
            new("bare grain, same list", ceilings, probe, new GetSource(lists.Select(list => $"/bare/{list}"), 1), connections),
            new("bare grain, event acknowledged", ceilings, probe, new EventSource("/bare/events", "b", writers, 1, 2), connections),
            new("engine, list cached", engine.Process, engine.Probe, new GetSource(lists.Select(list => $"/v1/{list}"), 1), connections),
            new("engine, single events", engine.Process, engine.Probe, new EventSource("/v1/events", "s", writers, 1, 2), connections),
            new("engine, events in batches of 100", engine.Process, engine.Probe, new EventSource("/v1/events", "m", writers, Batch, 2), connections),
        ];
    }

    private static async Task MeasureRoundAsync(ImmutableArray<HttpTarget> targets, RawStore[] raws, TimeSpan duration)
    {
        foreach (HttpTarget target in targets)
        {
            target.Measure(duration);
        }

        foreach (RawStore raw in raws)
        {
            await raw.MeasureAsync(duration / 2);
        }
    }

    private static string Method(HttpOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"{options.Connections} connections, {options.Rounds} rounds of {options.Duration.TotalSeconds} s each, everything in turn, medians; half load: Poisson arrivals, latency from when a request was due");
}
