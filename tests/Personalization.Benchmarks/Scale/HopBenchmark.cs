using System.Collections.Immutable;
using System.Globalization;
using Personalization.Benchmarks.Load;
using Personalization.Shared;
using Personalization.Shared.Cluster;

namespace Personalization.Benchmarks.Scale;

/// <summary>What the way from an API process to a silo costs the engine, against bare grains on the very same way; and the same with both in one process.</summary>
internal static class HopBenchmark
{
    private const int Writers = 10_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <summary>Measures everything in turn.</summary>
    public static async Task<IReadOnlyList<HopFigures>> RunAsync(ImmutableDictionary<string, string> settings, Population readers, ScaleOptions options, TextWriter output)
    {
        await using LocalCluster apart = await LocalCluster.StartAsync(new ClusterPlan(1, 1) { Environment = settings.SetItem("Personalization__Cluster__ClusterId", "apart") }, CancellationToken.None);
        await using LocalCluster together = await LocalCluster.StartAsync(new ClusterPlan(0, 0, 1) { Environment = settings.SetItem("Personalization__Cluster__ClusterId", "together") }, CancellationToken.None);
        using TempFolder work = new();
        EngineProcess api = apart.Doors[0].Process;
        EngineProcess node = together.Doors[0].Process;
        string body = Path.Combine(work.Path, "list.json");
        using (HttpClient http = new() { BaseAddress = api.Address })
        {
            await File.WriteAllBytesAsync(body, await http.GetByteArrayAsync(new Uri($"/v1/users/{readers.Users[0]}/recommendations?count=20&deadlineMs=5000", UriKind.Relative)));
        }

        string gateway = LoopbackPort.Free().ToString(CultureInfo.InvariantCulture);
        string[] ceilings = [typeof(HopBenchmark).Assembly.Location, "ceilings", "--body", body];
        await using EngineProcess bareSilo = await EngineProcess.StartAsync(new EngineLaunch(work.Path), [.. ceilings, "--gateway", gateway], "/hello", CancellationToken.None);
        await using EngineProcess bareApi = await EngineProcess.StartAsync(new EngineLaunch(work.Path), [.. ceilings, "--gateway", gateway, "--client"], "/hello", CancellationToken.None);
        await using EngineProcess bareNode = await EngineProcess.StartAsync(new EngineLaunch(work.Path), ceilings, "/hello", CancellationToken.None);
        Population writers = new([.. Enumerable.Range(0, Writers).Select(i => string.Create(CultureInfo.InvariantCulture, $"w{i}"))], readers.Items);
        string[] lists = [.. readers.Users.Select(user => $"users/{user}/recommendations?count=20")];
        EngineProcess silo = apart.Silos[0].Process;
        HopTarget[] targets =
        [
            new("bare grain, same list, API to silo", new GetSource(lists.Select(list => $"/bare/{list}"), 1), bareApi, bareSilo),
            new("cached list, API to silo", new GetSource(lists.Select(list => $"/v1/{list}"), 1), api, silo),
            new("bare grain's acknowledgement, API to silo", new EventSource("/bare/events", "b", writers, 1, 2), bareApi, bareSilo),
            new("event on PostgreSQL, API to silo", new EventSource("/v1/events", "a", writers, 1, 2), api, silo),
            new("bare grain, same list, one process", new GetSource(lists.Select(list => $"/bare/{list}"), 1), bareNode),
            new("cached list, one process", new GetSource(lists.Select(list => $"/v1/{list}"), 1), node),
            new("bare grain's acknowledgement, one process", new EventSource("/bare/events", "c", writers, 1, 2), bareNode),
            new("event on PostgreSQL, one process", new EventSource("/v1/events", "t", writers, 1, 2), node),
        ];
        for (int round = 0; round <= options.Rounds; round++)
        {
            await output.WriteLineAsync(round == 0 ? "hop: warming up" : $"hop: round {round} of {options.Rounds}");
            Array.ForEach(targets, target => target.Measure(round == 0 ? WarmUp : options.Duration / 2, counts: round > 0));
        }

        List<HopFigures> figures = [];
        for (int i = 0; i < targets.Length; i += 2)
        {
            HopFigures ceiling = targets[i].Figures(null);
            figures.AddRange([ceiling, targets[i + 1].Figures(ceiling.PerSecond)]);
        }

        return figures;
    }
}
