using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Shared;

namespace Personalization.Benchmarks.Serving;

/// <summary>What measuring costs: engines alike but for their telemetry, loaded in turn in one run.</summary>
internal static class TelemetryBenchmark
{
    private const int Writers = 2_000;
    private const int Connections = 64;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    /// <summary>From nothing to everything; the first is what the others are held against, the second is the default.</summary>
    private static readonly (string Name, ImmutableDictionary<string, string> Settings)[] Variants =
    [
        ("nothing", With("Metrics", "false")),
        ("metrics", With("Metrics", "true")),
        ("metrics, 1 % traced, JSON logs", With("TraceShare", "0.01").SetItem("Personalization__Telemetry__JsonLogs", "true")),
    ];

    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(int rounds, TimeSpan duration, string? json, string? markdown, TextWriter output)
    {
        using TempFolder work = new();
        List<PreparedEngine> engines = [];
        try
        {
            foreach ((string name, ImmutableDictionary<string, string> settings) in Variants)
            {
                await output.WriteLineAsync($"starting: {name}");
                engines.Add(await PreparedEngine.StartAsync(Directory.CreateDirectory(Path.Combine(work.Path, $"engine-{engines.Count}")).FullName, null, output, settings));
            }

            HttpTarget[] targets = [.. engines.SelectMany((engine, i) => Targets(engine, Variants[i].Name))];
            Array.ForEach(targets, target => target.WarmUp(WarmUp));
            for (int round = 0; round < rounds; round++)
            {
                Array.ForEach(targets, target => target.Measure(duration));
            }

            RateFigures[] figures = [.. targets.Select(target => target.Figures())];
            string text = Render(figures, rounds, duration);
            await output.WriteLineAsync(text);
            await ReportFiles.WriteAsync(json, markdown, JsonSerializer.Serialize(figures, ReportFiles.Readable), text);
            return 0;
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
        Population writers = new([.. Enumerable.Range(0, Writers).Select(i => string.Create(CultureInfo.InvariantCulture, $"w{i}"))], engine.Readers.Items);
        string[] lists = [.. engine.Readers.Users.Select(user => $"/v1/users/{user}/recommendations?count=20")];
        return
        [
            new($"cached list, {variant}", engine.Process, engine.Probe, new GetSource(lists, 1), Connections),
            new($"event, {variant}", engine.Process, engine.Probe, new EventSource("/v1/events", "t", writers, 1, 2), Connections),
        ];
    }

    private static string Render(RateFigures[] figures, int rounds, TimeSpan duration)
    {
        MarkdownTable table = new("what", "per second", "against nothing", "processor us", "against nothing", "bytes allocated", "errors");
        for (int i = 0; i < figures.Length; i++)
        {
            (RateFigures here, RateFigures plain) = (figures[i], figures[i % 2]);
            _ = table.Row(
                here.Name, Text(here.PerSecond, "0"), Text(here.PerSecond / plain.PerSecond, "0.000"), Text(here.ProcessorUs, "0.0"), Text(here.ProcessorUs / plain.ProcessorUs, "0.000"),
                Text(here.AllocatedBytes, "0"), Text(here.Errors, "0"));
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            # What measuring costs

            {Machine.Describe()}

            {Connections} connections, {rounds} rounds of {duration.TotalSeconds} s each, everything in turn, medians. Repeat with:
            `dotnet run -c Release --project tests/Personalization.Benchmarks -- telemetry --rounds {rounds} --seconds {duration.TotalSeconds}`

            {table}
            """);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
