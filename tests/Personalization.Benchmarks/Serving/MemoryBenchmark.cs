using System.Globalization;
using Personalization.Benchmarks.Engines;
using Personalization.Benchmarks.Load;
using Personalization.Testing;

namespace Personalization.Benchmarks.Serving;

/// <summary>Memory per active user, of users nothing is known of and of users with ten events.</summary>
internal static class MemoryBenchmark
{
    private const int Connections = 16;

    /// <summary>Measures both on the data the benchmark's engine left, each in an engine started afresh.</summary>
    public static async Task<List<MemoryFigures>> RunAsync(
        EngineLaunch prepared, IReadOnlyList<string> items, int users, TextWriter output)
    {
        await output.WriteLineAsync("activating users nothing is known of");
        List<MemoryFigures> figures = [await ActivateAsync(prepared, "nothing known", "stranger", users)];
        await output.WriteLineAsync("giving users a past");
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
        // code, pools and buffers first, so that they are not counted as users
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
