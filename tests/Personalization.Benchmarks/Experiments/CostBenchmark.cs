using System.Globalization;
using System.Text;
using System.Text.Json;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Reports;
using Personalization.Benchmarks.Serving;
using Personalization.Shared;

namespace Personalization.Benchmarks.Experiments;

/// <summary>
/// What a running experiment costs: one engine without it, with it, and without it again, so that what changes with time alone cancels out; and how
/// long the results take to follow. (Two engines side by side differ by more than the experiment costs.)
/// </summary>
internal static class CostBenchmark
{
    private const int Users = 10_000;
    private const int Connections = 64;
    private const string Results = "/v1/experiments/cost/results";
    private const string Definition = """
        {"name":"cost","arms":[{"name":"control","weight":1,"patch":{}},{"name":"plain","weight":1,"patch":{"policy":{"diversity":0}}}],
         "metrics":[{"name":"bought","kind":"proportion","outcome":{"eventTypes":["purchase"]}},
                    {"name":"viewed","kind":"mean","role":"guardrail","margin":0.1,"outcome":{"eventTypes":["view"],"measure":"count"}}]}
        """;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(int rounds, TimeSpan duration, string? json, string? markdown, TextWriter output)
    {
        using TempFolder work = new();
        PreparedEngine engine = await PreparedEngine.StartAsync(work.Path, null, output);
        await using EngineProcess process = engine.Process;
        using HttpClient http = new() { BaseAddress = process.Address };
        string[] plainUsers = UsersOf("p");
        string[] triedUsers = UsersOf("t");
        TimeSpan reading = await ReadOnceAsync(http, plainUsers);
        HttpTarget[] plain = Targets(engine, "without", triedUsers);
        HttpTarget[] tried = Targets(engine, "while one runs", triedUsers);
        Array.ForEach(plain, target => target.WarmUp(WarmUp));
        Measure(plain, rounds, duration);

        await PostAsync(http, "/v1/experiments", Definition);
        await PostAsync(http, "/v1/experiments/cost/start", null);
        TimeSpan entering = await ReadOnceAsync(http, triedUsers);
        _ = await ReadOnceAsync(http, [.. engine.Readers.Users]);
        Measure(tried, rounds, duration);
        TimeSpan lag = await CatchUpAsync(http);
        await PostAsync(http, "/v1/experiments/cost/stop", null);
        _ = await ReadOnceAsync(http, [.. engine.Readers.Users]);
        Measure(plain, rounds, duration);

        RateFigures[] figures = [.. plain.Concat(tried).Select(target => target.Figures())];
        string text = Render(figures, rounds, duration, string.Create(CultureInfo.InvariantCulture,
            $"First lists of {Users:N0} users: {Users / reading.TotalSeconds:N0}/s without, {Users / entering.TotalSeconds:N0}/s with an entry logged for each. After the last event of the load every one was in the results within {lag.TotalSeconds:0.0} s."));
        await output.WriteLineAsync(text);
        await ReportFiles.WriteAsync(json, markdown, JsonSerializer.Serialize(figures, ReportFiles.Readable), text);
        return 0;
    }

    private static string[] UsersOf(string kind) => [.. Enumerable.Range(0, Users).Select(i => string.Create(CultureInfo.InvariantCulture, $"{kind}{i}"))];

    private static void Measure(HttpTarget[] targets, int rounds, TimeSpan duration)
    {
        for (int round = 0; round < rounds; round++)
        {
            Array.ForEach(targets, target => target.Measure(duration));
        }
    }

    private static HttpTarget[] Targets(PreparedEngine engine, string variant, string[] writers)
    {
        string[] lists = [.. engine.Readers.Users.Select(user => $"/v1/users/{user}/recommendations?count=20")];
        return
        [
            new($"cached list, {variant}", engine.Process, engine.Probe, new GetSource(lists, 1), Connections),
            new($"event, {variant}", engine.Process, engine.Probe, new EventSource("/v1/events", variant[..3], new Population(writers, engine.Readers.Items), 1, 2), Connections),
        ];
    }

    /// <summary>Each user reads once, which is when an entry is logged.</summary>
    private static async Task<TimeSpan> ReadOnceAsync(HttpClient http, string[] users)
    {
        long started = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(users, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (user, stop) =>
            _ = await http.GetByteArrayAsync(new Uri($"/v1/users/{user}/recommendations?count=20&deadlineMs=5000", UriKind.Relative), stop));
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>How long until the results are of a time after now.</summary>
    private static async Task<TimeSpan> CatchUpAsync(HttpClient http)
    {
        DateTimeOffset loaded = TimeProvider.System.GetUtcNow();
        long started = TimeProvider.System.GetTimestamp();
        while (JsonDocument.Parse(await http.GetStringAsync(new Uri(Results, UriKind.Relative))).RootElement.GetProperty("asOf").GetDateTimeOffset() < loaded)
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
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private static string Render(RateFigures[] figures, int rounds, TimeSpan duration, string words)
    {
        MarkdownTable table = new("what", "per second", "against without", "processor us", "against without", "bytes allocated", "p99 ms", "errors");
        for (int i = 0; i < figures.Length; i++)
        {
            (RateFigures here, RateFigures plain) = (figures[i], figures[i % 2]);
            _ = table.Row(
                here.Name, Text(here.PerSecond, "0"), Text(here.PerSecond / plain.PerSecond, "0.000"), Text(here.ProcessorUs, "0.0"), Text(here.ProcessorUs / plain.ProcessorUs, "0.000"),
                Text(here.AllocatedBytes, "0"), Text(here.P99Ms, "0.0"), Text(here.Errors, "0"));
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            # What a running experiment costs

            {Machine.Describe()}

            Every user is in it; two metrics, one of which nearly every event changes. {Connections} connections, {rounds} rounds of {duration.TotalSeconds} s each, before, while and after it runs, medians. Repeat with:
            `dotnet run -c Release --project tests/Personalization.Benchmarks -- experiment-cost --rounds {rounds} --seconds {duration.TotalSeconds}`

            {table}
            {words}

            """);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
