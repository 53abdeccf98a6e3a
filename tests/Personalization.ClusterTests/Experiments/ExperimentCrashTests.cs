using Personalization.ClusterTests.Cluster;
using Personalization.ClusterTests.Grains;
using Personalization.ClusterTests.Telemetry;
using Personalization.Testing;
using Personalization.Testing.Cluster;
using Personalization.Testing.Postgres;

namespace Personalization.ClusterTests.Experiments;

/// <summary>Whatever is killed while an experiment runs, its results are those of a run in which nothing was.</summary>
public sealed class ExperimentCrashTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whichever_silo_is_killed_the_results_equal_those_of_a_run_without_a_crash()
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
                "Everybody had shopped before the silo was killed: nothing was interrupted.");
            await cluster.Silos[silo].RestartAsync(Stop);
            await shopping;
        }

        Assert.Equal(expected, await Eventually.Async(traffic.ResultsAsync, results => results == expected));
    }

    [Fact]
    public async Task One_process_that_is_killed_goes_on_as_if_nothing_had_happened()
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
            await IsShownAsync(engine);
            await traffic.StopAsync();
            engine.Kill();
            await engine.WaitForExitAsync(Stop);
        }

        await using EngineProcess again = await EngineProcess.StartAsync(launch, Stop);
        using TrialTraffic after = new(again.Address);
        Assert.Equal(expected, await after.ResultsAsync());
    }

    /// <summary>The metrics say what the results say.</summary>
    private static async Task IsShownAsync(EngineProcess engine)
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
