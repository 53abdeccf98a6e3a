using System.Globalization;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Testing;

namespace Personalization.Benchmarks.Serving;

/// <summary>Measures the memory per active user, of users without events and of users with ten events.</summary>
internal static class MemoryBenchmark
{
    private const int Connections = 16;

    /// <summary>
    /// Measures both kinds of users on the data of the benchmark's engine, each in a new engine process.
    /// </summary>
    public static async Task<List<MemoryFigures>> RunAsync(
        EngineLaunch prepared, IReadOnlyList<string> items, int users, TextWriter output)
    {
        await output.WriteLineAsync("activating users without events");
        List<MemoryFigures> figures = [await ActivateAsync(prepared, "no events", "stranger", users)];
        await output.WriteLineAsync("sending events of users");
        await using (EngineProcess engine = await EngineProcess.StartAsync(prepared, CancellationToken.None))
        {
            Population population = new(
                [.. Enumerable.Range(0, users).Select(i => string.Create(CultureInfo.InvariantCulture, $"guest{i}"))],
                items);
            await PreparedEngine.GivePastAsync(engine, population, "guest-");
            _ = await engine.TerminateAsync(TimeSpan.FromSeconds(60));
        }

        await output.WriteLineAsync("activating users with ten events");
        figures.Add(await ActivateAsync(prepared, "ten events each", "guest", users));
        return figures;
    }

    private static async Task<MemoryFigures> ActivateAsync(EngineLaunch launch, string name, string user, int users)
    {
        MemoryProbe probe = new();
        await using EngineProcess engine = await EngineProcess.StartAsync(probe.Attach(launch), CancellationToken.None);
        // Warm up code, pools and buffers first, so that they do not count as memory of users.
        _ = await LoadOf(engine, "nobody").CountAsync(2000);
        long heap = probe.Live();
        long resident = ProcessMemory.Of(engine.Id).Resident;
        LoadResult reads = await LoadOf(engine, user).CountAsync(users);
        long heapAfter = probe.Live();
        long residentAfter = ProcessMemory.Of(engine.Id).Resident;
        return new MemoryFigures(
            name,
            users,
            (heapAfter - heap) / (double)users,
            (residentAfter - resident) / (double)users,
            residentAfter,
            reads.Rate,
            reads.Errors);
    }

    private static SourceLoad LoadOf(EngineProcess engine, string user) =>
        new(engine.Address, new SequenceSource($"/v1/users/{user}", "/recommendations?count=20"), Connections);
}
