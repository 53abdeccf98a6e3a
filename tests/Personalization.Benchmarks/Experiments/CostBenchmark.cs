using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Benchmarks.Serving;
using Personalization.Testing;

namespace Personalization.Benchmarks.Experiments;

/// <summary>Measures the cost of a running experiment and the delay of its results.</summary>
/// <remarks>
/// One engine is measured without, with and again without the experiment, so that a drift over time cancels out. Two
/// engines differ by more than the cost of an experiment.
/// </remarks>
internal sealed class CostBenchmark : IBenchmark
{
    private const int Users = 10_000;
    private const int Connections = 64;
    private const string Results = "/v1/experiments/cost/results";
    private const string Definition = """
        {"name":"cost",
         "arms":[{"name":"control","weight":1,"patch":{}},
                 {"name":"plain","weight":1,"patch":{"policy":{"diversity":0}}}],
         "metrics":[{"name":"bought","kind":"proportion","outcome":{"eventTypes":["purchase"]}},
                    {"name":"viewed","kind":"mean","role":"guardrail","margin":0.1,
                     "outcome":{"eventTypes":["view"],"measure":"count"}}]}
        """;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    private readonly Option<int> _rounds = CommandOptions.Rounds(5);
    private readonly Option<double> _seconds = CommandOptions.Seconds(4);

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("experiment-cost", "The cost of a running experiment for lists and events, and the delay of its results.")
        {
            _rounds, _seconds,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int rounds = arguments.GetValue(_rounds);
        TimeSpan duration = TimeSpan.FromSeconds(arguments.GetValue(_seconds));
        using TempFolder work = new();
        PreparedEngine engine = await PreparedEngine.StartAsync(work.Path, null, output);
        await using EngineProcess process = engine.Process;
        using HttpClient http = new() { BaseAddress = process.Address };
        string[] plainUsers = UsersOf("p");
        string[] triedUsers = UsersOf("t");
        TimeSpan reading = await ReadOnceAsync(http, plainUsers);
        HttpTarget[] plain = Targets(engine, "without", triedUsers);
        HttpTarget[] tried = Targets(engine, "during an experiment", triedUsers);
        foreach (HttpTarget target in plain)
        {
            await target.WarmUpAsync(WarmUp);
        }

        await MeasureAsync(plain, rounds, duration);

        await PostAsync(http, "/v1/experiments", Definition);
        await PostAsync(http, "/v1/experiments/cost/start", null);
        TimeSpan entering = await ReadOnceAsync(http, triedUsers);
        _ = await ReadOnceAsync(http, [.. engine.Readers.Users]);
        await MeasureAsync(tried, rounds, duration);
        TimeSpan lag = await CatchUpAsync(http);
        await PostAsync(http, "/v1/experiments/cost/stop", null);
        _ = await ReadOnceAsync(http, [.. engine.Readers.Users]);
        await MeasureAsync(plain, rounds, duration);

        RateFigures[] figures = [.. plain.Concat(tried).Select(target => target.Figures())];
        return new Report("experiments", "Experiments under continuous monitoring", Table(figures).ToString())
        {
            Section = "Cost of a running experiment",
            Figures = figures,
            Limits =
            [
                "Every user is in the experiment; it has two metrics, and nearly every event changes one of them.",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Connections} connections, {rounds} rounds of {duration.TotalSeconds} s before, during and after "
                        + $"the experiment, medians."),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"First lists of {Users:N0} users: {Users / reading.TotalSeconds:N0}/s without, "
                        + $"{Users / entering.TotalSeconds:N0}/s with."),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The results included all events {lag.TotalSeconds:0.0} s after the end of the load."),
            ],
        };
    }

    private static string[] UsersOf(string kind) =>
    [.. Enumerable.Range(0, Users).Select(i => string.Create(CultureInfo.InvariantCulture, $"{kind}{i}"))];

    private static async Task MeasureAsync(HttpTarget[] targets, int rounds, TimeSpan duration)
    {
        for (int round = 0; round < rounds; round++)
        {
            foreach (HttpTarget target in targets)
            {
                await target.MeasureAsync(duration);
            }
        }
    }

    private static HttpTarget[] Targets(PreparedEngine engine, string variant, string[] writers)
    {
        string[] lists = [.. engine.Readers.Users.Select(user => $"/v1/users/{user}/recommendations?count=20")];
        return
        [
            new($"cached list, {variant}", engine.Process, engine.Probe, new GetSource(lists, 1), Connections),
            new(
                $"event, {variant}",
                engine.Process,
                engine.Probe,
                new EventSource("/v1/events", variant[..3], new Population(writers, engine.Readers.Items), 1, 2),
                Connections),
        ];
    }

    /// <summary>Reads one list per user; the first list logs the entry into the experiment.</summary>
    private static async Task<TimeSpan> ReadOnceAsync(HttpClient http, string[] users)
    {
        long started = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            users, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (user, stop) =>
                _ = await http.GetByteArrayAsync(
                    new Uri($"/v1/users/{user}/recommendations?count=20&deadlineMs=5000", UriKind.Relative), stop));
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>Waits until the results cover the current time, and gets the waiting time.</summary>
    private static async Task<TimeSpan> CatchUpAsync(HttpClient http)
    {
        DateTimeOffset loaded = TimeProvider.System.GetUtcNow();
        long started = TimeProvider.System.GetTimestamp();
        while (JsonDocument.Parse(await http.GetStringAsync(new Uri(Results, UriKind.Relative))).RootElement
            .GetProperty("asOf")
            .GetDateTimeOffset() < loaded)
        {
            await Task.Yield();
        }

        return TimeProvider.System.GetElapsedTime(started);
    }

    private static async Task PostAsync(HttpClient http, string path, string? body)
    {
        using StringContent? content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private static MarkdownTable Table(RateFigures[] figures)
    {
        MarkdownTable table = new(
            "what",
            "per second",
            "relative to without", "processor us", "relative to without",
            "bytes allocated",
            "p99 ms",
            "errors");
        for (int i = 0; i < figures.Length; i++)
        {
            (RateFigures here, RateFigures plain) = (figures[i], figures[i % 2]);
            _ = table.Row(
                here.Name,
                Text(here.PerSecond, "0"),
                Text(here.PerSecond / plain.PerSecond, "0.000"),
                Text(here.ProcessorUs, "0.0"),
                Text(here.ProcessorUs / plain.ProcessorUs, "0.000"),
                Text(here.AllocatedBytes, "0"),
                Text(here.P99Ms, "0.0"),
                Text(here.Errors, "0"));
        }

        return table;
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
