using Personalization.ClusterTests.Telemetry;
using Personalization.Testing;
using Personalization.Testing.Cluster;
using Personalization.Testing.Postgres;

namespace Personalization.ClusterTests.Experiments;

/// <summary>The results of an experiment do not change when a process is killed during the run.</summary>
public sealed class ExperimentCrashTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killing_any_silo_does_not_change_the_results()
    {
        string expected = await UninterruptedAsync();
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await using LocalCluster cluster = await LocalCluster.StartAsync(
            new ClusterPlan(2, 1) { Environment = DatabaseSettings.Of(database) }, Stop);
        using TrialTraffic traffic = new(cluster.Doors[0].Process.Address);
        await traffic.PrepareAsync();
        int part = TrialTraffic.Shoppers / cluster.Silos.Count;
        for (int silo = 0; silo < cluster.Silos.Count; silo++)
        {
            int first = silo * part;
            Task shopping = traffic.RunAsync(first, part);
            _ = await Eventually.Async(
                () => Task.FromResult(traffic.Shopped), shopped => shopped >= first + (part / 3));
            await cluster.Silos[silo].KillAsync();
            output.WriteLine($"killed {cluster.Silos[silo].Name} after {traffic.Shopped} shoppers");
            Assert.True(
                traffic.Shopped < first + part,
                "All shoppers were done before the kill: it interrupted nothing.");
            await cluster.Silos[silo].RestartAsync(Stop);
            await shopping;
        }

        Assert.Equal(expected, await Eventually.Async(traffic.ResultsAsync, results => results == expected));
    }

    [Fact]
    public async Task Killing_the_only_process_does_not_change_the_results()
    {
        string expected = await UninterruptedAsync();
        using TempFolder data = new();
        EngineLaunch launch = new(data.Path);
        await using (EngineProcess engine = await EngineProcess.StartAsync(launch, Stop))
        {
            using TrialTraffic traffic = new(engine.Address);
            await traffic.PrepareAsync();
            await traffic.RunAsync();
            Assert.Equal(expected, await traffic.ResultsAsync());
            await AssertMetricsAsync(engine);
            await traffic.StopAsync();
            engine.Kill();
            await engine.WaitForExitAsync(Stop);
        }

        await using EngineProcess again = await EngineProcess.StartAsync(launch, Stop);
        using TrialTraffic after = new(again.Address);
        Assert.Equal(expected, await after.ResultsAsync());
    }

    /// <summary>Asserts that the metrics equal the results.</summary>
    private static async Task AssertMetricsAsync(EngineProcess engine)
    {
        IReadOnlyList<Sample> samples = await Eventually.Async(() => Exposition.ReadAsync(engine.Address), found =>
            found.Sum("personalization_experiment_users", ("experiment", Trial.Name)) == TrialTraffic.Shoppers);
        Assert.Equal(
            TrialTraffic.Shoppers / 3,
            samples.Sum("personalization_experiment_outcomes", ("experiment", Trial.Name), ("metric", "bought")));
        Assert.Equal(
            0, samples.Sum("personalization_experiment_mismatch") + samples.Sum("personalization_experiment_breach"));
        Assert.Contains(samples, sample => sample.Name == "personalization_experiment_breach");
        Assert.Contains(
            samples, sample => sample.Name == "personalization_experiment_age_seconds" && sample.Value < 60);
    }

    private static async Task<string> UninterruptedAsync()
    {
        using TempFolder data = new();
        await using EngineProcess engine = await EngineProcess.StartAsync(new EngineLaunch(data.Path), Stop);
        using TrialTraffic traffic = new(engine.Address);
        await traffic.PrepareAsync();
        await traffic.RunAsync();
        return (await traffic.ResultsAsync())!;
    }
}
