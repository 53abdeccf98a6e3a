using Personalization.Testing.Cluster;

namespace Personalization.ClusterTests.Chaos;

/// <summary>
/// Injects one fault after the other into a cluster, in seeded order, and repairs it as an orchestrator does.
/// </summary>
internal sealed class ChaosMonkey(LocalCluster cluster, ChaosStore store, int seed, ITestOutputHelper output)
{
    /// <summary>The duration of an outage; longer than the other silos wait.</summary>
    private const double OutageSeconds = 9;

    private static readonly ChaosFault[] Faults = Enum.GetValues<ChaosFault>();

    private readonly Random _chance = new(seed);
    private readonly long _began = TimeProvider.System.GetTimestamp();

    /// <summary>Gets how often each fault was injected.</summary>
    public Dictionary<ChaosFault, int> Done { get; } = [];

    /// <summary>
    /// Injects faults for a time. Each kind occurs before any occurs twice. All processes run afterwards.
    /// </summary>
    public async Task RunAsync(TimeSpan time)
    {
        while (TimeProvider.System.GetElapsedTime(_began) < time)
        {
            ChaosFault[] round = [.. Faults];
            _chance.Shuffle(round);
            foreach (ChaosFault fault in round.TakeWhile(_ => TimeProvider.System.GetElapsedTime(_began) < time))
            {
                await BreakAsync(fault);
                Done[fault] = Done.GetValueOrDefault(fault) + 1;
                await PauseAsync(1, 4);
            }
        }
    }

    private async Task BreakAsync(ChaosFault fault)
    {
        // a silo ends between two faults when it learns late that it was declared dead; an ended process cannot freeze
        await RepairAsync();
        ClusterProcess silo = cluster.Silos[_chance.Next(cluster.Silos.Count)];
        ClusterProcess api = cluster.Doors[_chance.Next(cluster.Doors.Count)];
        Say($"{fault} {Target(fault, silo, api)}");
        await (fault switch
        {
            ChaosFault.KillSilo => KillAsync(silo),
            ChaosFault.TerminateSilo => silo.Process.TerminateAsync(TimeSpan.FromSeconds(30)),
            ChaosFault.KillApi => KillAndRestartAsync(api),
            ChaosFault.FreezeSilo => OutageAsync(silo.Process.Freeze, silo.Process.Thaw),
            ChaosFault.CutSilo => OutageAsync(silo.Network!.Cut, silo.Network!.Heal),
            ChaosFault.CutPair => OutageAsync(() => silo.Network!.CutFrom(PeerOf(silo).Network!), silo.Network!.Heal),
            ChaosFault.RestartStore => Task.Run(store.Server.Restart),
            ChaosFault.FillDisk => OutageAsync(store.Disk.Fill, store.Recover),
            _ => DamageModelAsync(silo),
        });
        await RepairAsync();
    }

    private static string Target(ChaosFault fault, ClusterProcess silo, ClusterProcess api) => fault switch
    {
        ChaosFault.KillApi => api.Name,
        ChaosFault.RestartStore or ChaosFault.FillDisk => string.Empty,
        _ => silo.Name,
    };

    private ClusterProcess PeerOf(ClusterProcess silo) =>
        cluster.Silos[(cluster.Silos.ToList().IndexOf(silo) + 1) % cluster.Silos.Count];

    private async Task KillAsync(ClusterProcess silo)
    {
        await silo.KillAsync();
        await PauseAsync(0, 5);
    }

    private async Task KillAndRestartAsync(ClusterProcess api)
    {
        await api.KillAsync();
        await PauseAsync(0, 2);
        await api.RestartAsync(CancellationToken.None);
    }

    private async Task OutageAsync(Action start, Action end)
    {
        start();
        await PauseAsync(OutageSeconds, OutageSeconds);
        end();
        await PauseAsync(2, 4);
    }

    private async Task DamageModelAsync(ClusterProcess silo)
    {
        string version = await store.LatestModelAsync();
        await store.FlipModelAsync(version);
        await silo.KillAsync();
        await silo.RestartAsync(CancellationToken.None);
        await PauseAsync(2, 4);
        await store.FlipModelAsync(version);
    }

    /// <summary>
    /// Restarts the processes that have ended. A silo ends itself when the others have declared it dead.
    /// </summary>
    private async Task RepairAsync()
    {
        while (cluster.Members.FirstOrDefault(member => !member.IsAlive) is { } gone)
        {
            Say($"starting {gone.Name} again");
            await gone.RestartAsync(CancellationToken.None);
        }
    }

    private Task PauseAsync(double least, double most) =>
        Task.Delay(TimeSpan.FromSeconds(least + (_chance.NextDouble() * (most - least))), TimeProvider.System);

    private void Say(string what) =>
        output.WriteLine($"{TimeProvider.System.GetElapsedTime(_began).TotalSeconds,7:0.0} s  {what}");
}
