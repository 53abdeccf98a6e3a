using System.Collections.Immutable;
using System.Globalization;
using Personalization.Benchmarks.Load;
using Personalization.Testing;
using Personalization.Testing.Cluster;

namespace Personalization.Benchmarks.Cluster;

/// <summary>
/// Measures the cost of the hop from an API process to a silo. It compares the engine with bare grains on the same hop,
/// and both with a single process.
/// </summary>
internal static class HopBenchmark
{
    private const int WritersEach = 10_000;

    /// <summary>
    /// Long enough for the runtime to finish tiered compilation; after ten seconds it still took a fifth of an API's
    /// processor time.
    /// </summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);

    /// <summary>Measures all targets in turn.</summary>
    public static async Task<IReadOnlyList<HopFigures>> RunAsync(
        ImmutableDictionary<string, string> settings, Population readers, ScaleOptions options, TextWriter output)
    {
        await using LocalCluster apart = await LocalCluster.StartAsync(
            new ClusterPlan(1, 1) { Environment = settings.SetItem("Personalization__Cluster__ClusterId", "apart") },
            CancellationToken.None);
        await using LocalCluster together = await LocalCluster.StartAsync(new ClusterPlan(0, 0, 1)
        {
            Environment = settings.SetItem("Personalization__Cluster__ClusterId", "together")
        }, CancellationToken.None);
        using TempFolder work = new();
        EngineProcess api = apart.Doors[0].Process;
        EngineProcess node = together.Doors[0].Process;
        string body = Path.Combine(work.Path, "list.json");
        using (HttpClient http = new() { BaseAddress = api.Address })
        {
            await File.WriteAllBytesAsync(body, await http.GetByteArrayAsync(
                new Uri($"/v1/users/{readers.Users[0]}/recommendations?count=20&deadlineMs=5000", UriKind.Relative)));
        }

        string gateway = LoopbackPort.Free().ToString(CultureInfo.InvariantCulture);
        string[] ceilings = [typeof(HopBenchmark).Assembly.Location, "ceilings", "--body", body];
        await using EngineProcess bareSilo = await EngineProcess.StartAsync(
            new EngineLaunch(work.Path), [.. ceilings, "--gateway", gateway], "/hello", CancellationToken.None);
        await using EngineProcess bareApi = await EngineProcess.StartAsync(
            new EngineLaunch(work.Path),
            [.. ceilings, "--gateway", gateway, "--client"],
            "/hello",
            CancellationToken.None);
        await using EngineProcess bareNode = await EngineProcess.StartAsync(
            new EngineLaunch(work.Path), ceilings, "/hello", CancellationToken.None);
        string[] lists = [.. readers.Users.Select(user => $"users/{user}/recommendations?count=20")];
        EngineProcess silo = apart.Silos[0].Process;
        HopTarget[] cached = Lists(lists, api, silo, node, (bareApi, bareSilo, bareNode));
        HopTarget[] events = Events(readers, api, silo, node, (bareApi, bareSilo, bareNode));

        // Lists come before events: deferred work of events, such as snapshots, would disturb the list measurements.
        return [
            .. await MeasureAsync("lists", cached, options, output),
            .. await MeasureAsync("events", events, options, output)
        ];
    }

    private static HopTarget[] Lists(
        string[] lists,
        EngineProcess api,
        EngineProcess silo,
        EngineProcess node,
        (EngineProcess Api, EngineProcess Silo, EngineProcess Node) bare) =>
        [
            new(
                "bare grain, same list, API to silo",
                new GetSource(lists.Select(list => $"/bare/{list}"), 1),
                bare.Api,
                bare.Silo),
            new("cached list, API to silo", new GetSource(lists.Select(list => $"/v1/{list}"), 1), api, silo),
            new(
                "bare grain, same list, one process",
                new GetSource(lists.Select(list => $"/bare/{list}"), 1),
                bare.Node),
            new("cached list, one process", new GetSource(lists.Select(list => $"/v1/{list}"), 1), node),
        ];

    /// <summary>Gets the targets that write events.</summary>
    /// <remarks>
    /// Each cluster has separate writers. Both clusters share a store and a user has one activation, so shared writers
    /// would move between the clusters all the time.
    /// </remarks>
    private static HopTarget[] Events(
        Population readers,
        EngineProcess api,
        EngineProcess silo,
        EngineProcess node,
        (EngineProcess Api, EngineProcess Silo, EngineProcess Node) bare) =>
        [
            new(
                "bare grain's acknowledgement, API to silo",
                new EventSource("/bare/events", "b", Writers("apart", readers), 1, 2),
                bare.Api,
                bare.Silo),
            new(
                "event on PostgreSQL, API to silo",
                new EventSource("/v1/events", "a", Writers("apart", readers), 1, 2),
                api,
                silo),
            new(
                "bare grain's acknowledgement, one process",
                new EventSource("/bare/events", "c", Writers("together", readers), 1, 2),
                bare.Node),
            new(
                "event on PostgreSQL, one process",
                new EventSource("/v1/events", "t", Writers("together", readers), 1, 2),
                node),
        ];

    /// <summary>Measures ceilings and the engine in turn.</summary>
    /// <param name="name">The name of the targets in the progress messages.</param>
    /// <param name="targets">Pairs: a ceiling, then the engine's target that is compared with it.</param>
    /// <param name="options">The number of rounds and the duration of each measurement.</param>
    /// <param name="output">Receives progress messages.</param>
    private static async Task<List<HopFigures>> MeasureAsync(
        string name, HopTarget[] targets, ScaleOptions options, TextWriter output)
    {
        for (int round = 0; round <= options.Rounds; round++)
        {
            await output.WriteLineAsync(
                round == 0 ? $"hop, {name}: warming up" : $"hop, {name}: round {round} of {options.Rounds}");
            foreach (HopTarget target in targets)
            {
                await target.MeasureAsync(round == 0 ? WarmUp : options.Duration / 2, counts: round > 0);
            }
        }

        List<HopFigures> figures = [];
        for (int i = 0; i < targets.Length; i += 2)
        {
            HopFigures ceiling = targets[i].Figures(null);
            figures.AddRange([ceiling, targets[i + 1].Figures(ceiling.PerSecond)]);
        }

        return figures;
    }

    private static Population Writers(string cluster, Population readers) =>
        new([.. Enumerable.Range(0, WritersEach).Select(
            i => string.Create(CultureInfo.InvariantCulture, $"{cluster}-w{i}"))], readers.Items);
}
