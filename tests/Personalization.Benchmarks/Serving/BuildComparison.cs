using System.CommandLine;
using System.Globalization;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Testing;

namespace Personalization.Benchmarks.Serving;

/// <summary>
/// Compares this build of the engine with another build: both are loaded in turn in one run, together with bare grains.
/// </summary>
/// <remarks>
/// The same build differs by a tenth between runs, so only a comparison within one run shows the effect of a change.
/// </remarks>
internal sealed class BuildComparison : IBenchmark
{
    private const int Writers = 5_000;
    private const int Connections = 64;
    private const int Batch = 100;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    private readonly Option<string> _other = new("--other")
    {
        Description = "The Personalization.Client.Api.dll of another build, for example of the previous commit.",
        Required = true,
    };

    private readonly Option<string[]> _otherOmits = new("--other-omits")
    {
        Description = "Settings that the other build does not know, as Personalization__Api__NAME.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> _rounds = CommandOptions.Rounds(7);
    private readonly Option<double> _seconds = CommandOptions.Seconds(2);

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("compare", "Compares this build of the engine with another build in one run.")
        {
            _other, _otherOmits, _rounds, _seconds,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        string other = arguments.GetValue(_other)!;
        int rounds = arguments.GetValue(_rounds);
        TimeSpan duration = TimeSpan.FromSeconds(arguments.GetValue(_seconds));
        using TempFolder work = new();
        List<EngineProcess> processes = [];
        try
        {
            List<HttpTarget> targets = [];
            foreach ((
                string name, string program) in new[] { ("other", Path.GetFullPath(other)), ("this", EngineBuild.Dll) })
            {
                await output.WriteLineAsync($"starting: {name}");
                string data = Directory.CreateDirectory(Path.Combine(work.Path, name)).FullName;
                IEnumerable<string> omitted = name == "other" ? arguments.GetValue(_otherOmits)! : [];
                PreparedEngine engine = await PreparedEngine.StartAsync(
                    data, null, output, program: program, omitted: omitted);
                processes.Add(engine.Process);
                if (targets.Count == 0)
                {
                    targets.AddRange(await CeilingsAsync(engine, work.Path, processes));
                }

                targets.AddRange(Targets(engine, name));
            }

            RateFigures[] figures = await MeasureAsync(targets, rounds, duration);
            return new Report("compare", "Two builds of the engine in one run", Render(figures))
            {
                Figures = figures,
                Limits =
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Connections} connections, {rounds} rounds of {duration.TotalSeconds} s, every second round "
                            + $"in reverse order, medians."),
                ],
            };
        }
        finally
        {
            foreach (EngineProcess process in processes)
            {
                await process.DisposeAsync();
            }
        }
    }

    /// <summary>Starts the ceilings: bare grains for lists and for events.</summary>
    private static async Task<HttpTarget[]> CeilingsAsync(
        PreparedEngine engine, string work, List<EngineProcess> processes)
    {
        using HttpClient http = new() { BaseAddress = engine.Process.Address };
        string bodyFile = Path.Combine(work, "list.json");
        await File.WriteAllBytesAsync(
            bodyFile,
            await http.GetByteArrayAsync(new Uri($"/v1/{ListOf(engine.Readers.Users[0])}", UriKind.Relative)));
        MemoryProbe probe = new();
        EngineProcess ceilings = await EngineProcess.StartAsync(
            probe.Attach(new EngineLaunch(work)),
            [typeof(BuildComparison).Assembly.Location, "ceilings", "--body", bodyFile],
            "/hello",
            CancellationToken.None);
        processes.Add(ceilings);
        return
        [
            new(
                "bare grain, same list",
                ceilings,
                probe,
                new GetSource(engine.Readers.Users.Select(user => $"/bare/{ListOf(user)}"), 1),
                Connections),
            new(
                "bare grain, event acknowledged",
                ceilings,
                probe,
                new EventSource("/bare/events", "b", WritersOf(engine), 1, 2),
                Connections),
        ];
    }

    private static HttpTarget[] Targets(PreparedEngine engine, string build) =>
    [
        new(
            $"list cached, {build}",
            engine.Process,
            engine.Probe,
            new GetSource(engine.Readers.Users.Select(user => $"/v1/{ListOf(user)}"), 1),
            Connections),
        new(
            $"single events, {build}",
            engine.Process,
            engine.Probe,
            new EventSource("/v1/events", "s", WritersOf(engine), 1, 2),
            Connections),
        new(
            $"events in batches of 100, {build}",
            engine.Process,
            engine.Probe,
            new EventSource("/v1/events", "m", WritersOf(engine), Batch, 2),
            Connections),
        new(
            $"an event or the fresh list after it, {build}",
            engine.Process,
            engine.Probe,
            new PairSource(
                "p", new Population(engine.Readers.Users, engine.Readers.Items), "/recommendations?count=20", 3),
            Connections),
    ];

    /// <summary>
    /// Measures all targets in each round. Every second round runs in reverse order, so that no target always follows
    /// the same one.
    /// </summary>
    private static async Task<RateFigures[]> MeasureAsync(List<HttpTarget> targets, int rounds, TimeSpan duration)
    {
        foreach (HttpTarget target in targets)
        {
            await target.WarmUpAsync(WarmUp);
        }

        for (int round = 0; round < rounds; round++)
        {
            foreach (HttpTarget target in round % 2 == 0 ? targets : Enumerable.Reverse(targets))
            {
                await target.MeasureAsync(duration);
            }
        }

        return [.. targets.Select(target => target.Figures())];
    }

    private static string Render(RateFigures[] figures)
    {
        MarkdownTable table = new(
            "what", "per second", "of the bare grain", "processor us", "bytes allocated", "p50 ms", "p99 ms", "errors");
        foreach (RateFigures here in figures)
        {
            RateFigures bare = here.Name.Contains("list", StringComparison.Ordinal) ? figures[0] : figures[1];
            _ = table.Row(
                here.Name,
                Text(here.PerSecond, "0"),
                Text(here.PerSecond / bare.PerSecond, "0.00"),
                Text(here.ProcessorUs, "0.0"),
                Text(here.AllocatedBytes, "0"),
                Text(here.P50Ms, "0.00"), Text(here.P99Ms, "0.0"), Text(here.Errors, "0"));
        }

        return table.ToString();
    }

    private static string ListOf(string user) => $"users/{user}/recommendations?count=20";

    private static Population WritersOf(PreparedEngine engine) =>
        new(
            [.. Enumerable.Range(0, Writers).Select(i => string.Create(CultureInfo.InvariantCulture, $"w{i}"))],
            engine.Readers.Items);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
