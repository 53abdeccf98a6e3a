using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Testing;

namespace Personalization.Benchmarks.Serving;

/// <summary>Measures the engine's rates over HTTP and their ceilings.</summary>
/// <remarks>
/// Each round of a run measures all targets in turn, so other work on the machine affects all of them alike. Ratios
/// hold where rates do not.
/// </remarks>
internal sealed class HttpBenchmark : IBenchmark
{
    private const int Writers = 10_000;
    private const int Batch = 100;
    private const double Half = .5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    private readonly Option<string?> _data = new("--data")
    {
        Description =
            "A folder in the retailrocket layout to import and train on; the default is the generated sample shop.",
    };

    private readonly Option<string?> _work = CommandOptions.Work();
    private readonly Option<int> _rounds = CommandOptions.Rounds(5);
    private readonly Option<double> _seconds = CommandOptions.Seconds(4);
    private readonly Option<int> _connections = new("--connections")
    {
        Description = "Connections of the load generator.",
        DefaultValueFactory = _ => 64,
    };

    private readonly Option<int> _users = new("--users")
    {
        Description = "Users to activate for the memory figures; 0 omits these figures.",
        DefaultValueFactory = _ => 100_000,
    };

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("http", "Closed-loop and open-loop load on the engine and on its ceilings.")
        {
            _data, _work, _rounds, _seconds, _connections, _users,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        HttpOptions options = new(
            arguments.GetValue(_data), arguments.GetValue(_work), arguments.GetValue(_rounds),
            TimeSpan.FromSeconds(arguments.GetValue(_seconds)),
            arguments.GetValue(_connections),
            arguments.GetValue(_users));
        using TempFolder work = new(options.Work);
        string data = Directory.CreateDirectory(Path.Combine(work.Path, "engine")).FullName;
        PreparedEngine engine = await PreparedEngine.StartAsync(data, options.Data, output);
        HttpReport report;
        await using (engine.Process)
        {
            report = await MeasureRatesAsync(options, engine, work.Path, output);
            _ = await engine.Process.TerminateAsync(TimeSpan.FromSeconds(60));
        }

        if (options.Users > 0)
        {
            await output.WriteLineAsync(HttpText.Render(report)); // print now: the memory figures take a long time
            report = report with
            {
                Memory = await MemoryBenchmark.RunAsync(engine.Launch, engine.Readers.Items, options.Users, output)
            };
        }

        return new Report("http", "Rates over HTTP", HttpText.Render(report))
        {
            Figures = report,
            Limits =
            [
                report.Method + ".",
                "The load generator shares the cores with the server: ratios of one run hold, rates do not."
            ],
        };
    }

    private static async Task<HttpReport> MeasureRatesAsync(
        HttpOptions options, PreparedEngine engine, string work, TextWriter output)
    {
        string list = $"/v1/users/{engine.Readers.Users[0]}/recommendations?count=20";
        using HttpClient http = new() { BaseAddress = engine.Process.Address };
        string bodyFile = Path.Combine(work, "list.json");
        await File.WriteAllBytesAsync(bodyFile, await http.GetByteArrayAsync(new Uri(list, UriKind.Relative)));
        MemoryProbe probe = new();
        await using EngineProcess ceilings = await EngineProcess.StartAsync(
            probe.Attach(new EngineLaunch(work)),
            [typeof(HttpBenchmark).Assembly.Location, "ceilings", "--body", bodyFile],
            "/hello",
            CancellationToken.None);
        ImmutableArray<HttpTarget> targets = Targets(options, engine, ceilings, probe);
        RawStore[] raws = [.. new[] { options.Connections, options.Connections * Batch }.SelectMany(
            callers => new[] { false, true }.Select(indexed => new RawStore(work, callers, indexed)))];
        await output.WriteLineAsync("warming up");
        foreach (HttpTarget target in targets)
        {
            await target.WarmUpAsync(WarmUp);
        }

        for (int round = 0; round < options.Rounds; round++)
        {
            await output.WriteLineAsync($"round {round + 1} of {options.Rounds}");
            await MeasureRoundAsync(targets, raws, options.Duration);
        }

        await output.WriteLineAsync("half load");
        List<OpenLoopFigures> half = [];
        foreach (HttpTarget target in targets.Skip(3))
        {
            half.Add(await target.MeasureOpenAsync(Half, options.Duration * 3, seed: 11 + half.Count));
        }

        RateFigures[] rates = [.. targets.Select(target => target.Figures())];
        RawFigures[] raw = [.. raws.Select(store => store.Figures())];
        return new HttpReport(
            Machine.Describe(),
            Method(options),
            Ratios.Of(rates, raw, [.. half]),
            rates,
            raw,
            half,
            [],
            engine.Training);
    }

    /// <summary>
    /// Creates three ceilings, then the three targets of the engine, in the order that the ratios expect.
    /// </summary>
    private static ImmutableArray<HttpTarget> Targets(
        HttpOptions options, PreparedEngine engine, EngineProcess ceilings, MemoryProbe probe)
    {
        Population writers = new(
            [.. Enumerable.Range(0, Writers).Select(i => string.Create(CultureInfo.InvariantCulture, $"w{i}"))],
            engine.Readers.Items);
        string[] lists = [.. engine.Readers.Users.Select(user => $"users/{user}/recommendations?count=20")];
        int connections = options.Connections;
        return
        [
            new("hello-world", ceilings, probe, new GetSource(["/hello"], 1), connections),
            new(
                "bare grain, same list",
                ceilings,
                probe,
                new GetSource(lists.Select(list => $"/bare/{list}"), 1),
                connections),
            new(
                "bare grain, event acknowledged",
                ceilings,
                probe,
                new EventSource("/bare/events", "b", writers, 1, 2),
                connections),
            new(
                "engine, list cached",
                engine.Process,
                engine.Probe,
                new GetSource(lists.Select(list => $"/v1/{list}"), 1),
                connections),
            new(
                "engine, single events",
                engine.Process,
                engine.Probe,
                new EventSource("/v1/events", "s", writers, 1, 2),
                connections),
            new(
                "engine, events in batches of 100",
                engine.Process,
                engine.Probe,
                new EventSource("/v1/events", "m", writers, Batch, 2),
                connections),
        ];
    }

    private static async Task MeasureRoundAsync(ImmutableArray<HttpTarget> targets, RawStore[] raws, TimeSpan duration)
    {
        foreach (HttpTarget target in targets)
        {
            await target.MeasureAsync(duration);
        }

        foreach (RawStore raw in raws)
        {
            await raw.MeasureAsync(duration / 2);
        }
    }

    private static string Method(HttpOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"{options.Connections} connections, {options.Rounds} rounds of {options.Duration.TotalSeconds} s each, "
            + $"all targets in turn, medians; half load: Poisson arrivals, latency from the time a request was due");
}
