using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Testing;

namespace Personalization.Benchmarks.Serving;

/// <summary>
/// Measures the cost of telemetry: it loads engines that differ only in their telemetry settings, in turn in one run.
/// </summary>
internal sealed class TelemetryBenchmark : IBenchmark
{
    private const int Writers = 2_000;
    private const int Connections = 64;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    /// <summary>
    /// The variants, from no telemetry to full telemetry. The first is the baseline of the others, the second is the
    /// default.
    /// </summary>
    private static readonly (string Name, ImmutableDictionary<string, string> Settings)[] Variants =
    [
        ("none", With("Metrics", "false")),
        ("metrics", With("Metrics", "true")),
        (
            "metrics, 1 % traced, JSON logs",
            With("TraceShare", "0.01").SetItem("Personalization__Telemetry__JsonLogs", "true")),
    ];

    private readonly Option<int> _rounds = CommandOptions.Rounds(7);
    private readonly Option<double> _seconds = CommandOptions.Seconds(2);

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("telemetry", "Rates and processor time with and without metrics, traces and JSON logs.")
        {
            _rounds,
            _seconds
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int rounds = arguments.GetValue(_rounds);
        TimeSpan duration = TimeSpan.FromSeconds(arguments.GetValue(_seconds));
        using TempFolder work = new();
        List<PreparedEngine> engines = [];
        try
        {
            foreach ((string name, ImmutableDictionary<string, string> settings) in Variants)
            {
                await output.WriteLineAsync($"starting: {name}");
                engines.Add(await PreparedEngine.StartAsync(
                    Directory.CreateDirectory(Path.Combine(work.Path, $"engine-{engines.Count}")).FullName,
                    null,
                    output,
                    settings));
            }

            HttpTarget[] targets = [.. engines.SelectMany((engine, i) => Targets(engine, Variants[i].Name))];
            foreach (HttpTarget target in targets)
            {
                await target.WarmUpAsync(WarmUp);
            }

            for (int round = 0; round < rounds; round++)
            {
                foreach (HttpTarget target in targets)
                {
                    await target.MeasureAsync(duration);
                }
            }

            RateFigures[] figures = [.. targets.Select(target => target.Figures())];
            return new Report("telemetry", "Cost of metrics, traces and logs", Render(figures))
            {
                Figures = figures,
                Limits =
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Connections} connections, {rounds} rounds of {duration.TotalSeconds} s, all targets in "
                            + $"turn, medians."),
                ],
            };
        }
        finally
        {
            foreach (PreparedEngine engine in engines)
            {
                await engine.Process.DisposeAsync();
            }
        }
    }

    private static ImmutableDictionary<string, string> With(string name, string value) =>
        ImmutableDictionary<string, string>.Empty.Add($"Personalization__Telemetry__{name}", value);

    private static HttpTarget[] Targets(PreparedEngine engine, string variant)
    {
        Population writers = new(
            [.. Enumerable.Range(0, Writers).Select(i => string.Create(CultureInfo.InvariantCulture, $"w{i}"))],
            engine.Readers.Items);
        string[] lists = [.. engine.Readers.Users.Select(user => $"/v1/users/{user}/recommendations?count=20")];
        return
        [
            new($"cached list, {variant}", engine.Process, engine.Probe, new GetSource(lists, 1), Connections),
            new(
                $"event, {variant}",
                engine.Process,
                engine.Probe,
                new EventSource("/v1/events", "t", writers, 1, 2),
                Connections),
        ];
    }

    private static string Render(RateFigures[] figures)
    {
        MarkdownTable table = new(
            "what", "per second", "against none", "processor us", "against none", "bytes allocated", "errors");
        for (int i = 0; i < figures.Length; i++)
        {
            (RateFigures here, RateFigures plain) = (figures[i], figures[i % 2]);
            _ = table.Row(
                here.Name,
                Text(here.PerSecond, "0"),
                Text(here.PerSecond / plain.PerSecond, "0.000"),
                Text(here.ProcessorUs, "0.0"),
                Text(here.ProcessorUs / plain.ProcessorUs, "0.000"),
                Text(here.AllocatedBytes, "0"), Text(here.Errors, "0"));
        }

        return table.ToString();
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
