using Personalization.Testing.Cluster;
using Personalization.Testing.Upstream;

namespace Personalization.Benchmarks.Drill;

/// <summary>
/// Injects the faults at the times of the plan. The upstream becomes slow, times out at times and sends half of the
/// catalog as if it were complete. A client sends invalid events. The store is slow, and twice it stalls and drops its
/// connections. One silo is killed and restarts at the end.
/// </summary>
internal sealed class FaultSchedule(
    DrillPlan plan,
    DrillTally tally,
    ShopClient client,
    UpstreamServer upstream,
    DelayProxy toUpstream,
    DelayProxy toStore,
    LocalCluster cluster)
{
    private const double NonsensePerSecond = 10;

    private static readonly ProxyConditions SlowUpstream =
        new() { UpDelay = TimeSpan.FromMilliseconds(150), DownDelay = TimeSpan.FromMilliseconds(150) };
    private static readonly ProxyConditions SlowStore =
        new() { UpDelay = TimeSpan.FromMilliseconds(20), DownDelay = TimeSpan.FromMilliseconds(20) };
    private static readonly TimeSpan StandStill = TimeSpan.FromSeconds(1);

    /// <summary>Injects all faults and removes them again.</summary>
    public Task RunAsync() => Task.WhenAll(UpstreamAsync(), NonsenseAsync(), StoreAsync(), SiloAsync());

    private async Task UpstreamAsync()
    {
        await UntilAsync(plan.FaultsFrom);
        upstream.Set("catalog", FaultKind.HalfPage);
        toUpstream.Conditions = SlowUpstream;
        await UntilAsync((plan.FaultsFrom + plan.FaultsTo) / 2);
        toUpstream.Conditions = SlowUpstream with { Stalled = true };
        await UntilAsync(tally.Now + (0.1 * plan.Seconds));
        toUpstream.Conditions = SlowUpstream;
        await UntilAsync(plan.FaultsTo);
        upstream.Set("catalog", FaultKind.None);
        toUpstream.Conditions = ProxyConditions.Clear;
    }

    private async Task NonsenseAsync()
    {
        await UntilAsync(plan.FaultsFrom);
        List<Task> sent = [];
        for (int number = 0; tally.Now < plan.FaultsTo; number++)
        {
            sent.Add(client.SendNonsenseAsync(number));
            await UntilAsync(plan.FaultsFrom + (number / NonsensePerSecond));
        }

        await Task.WhenAll(sent);
    }

    private async Task StoreAsync()
    {
        await UntilAsync(plan.SlowStoreFrom);
        toStore.Conditions = SlowStore;
        foreach (double share in new[] { 0.3, 0.7 })
        {
            await UntilAsync(plan.SlowStoreFrom + (share * (plan.SlowStoreTo - plan.SlowStoreFrom)));
            toStore.Conditions = SlowStore with { Stalled = true };
            await Task.Delay(StandStill, TimeProvider.System);
            toStore.Conditions = SlowStore;
            toStore.Cut();
        }

        await UntilAsync(plan.SlowStoreTo);
        toStore.Conditions = ProxyConditions.Clear;
    }

    private async Task SiloAsync()
    {
        ClusterProcess victim = cluster.Silos[^1];
        await UntilAsync(plan.KillAt);
        await victim.KillAsync();
        await UntilAsync(plan.FaultsTo);
        await victim.RestartAsync(CancellationToken.None);
    }

    private async Task UntilAsync(double at)
    {
        if (at - tally.Now is > 0 and double left)
        {
            await Task.Delay(TimeSpan.FromSeconds(left), TimeProvider.System);
        }
    }
}
