using Personalization.ClusterTests.Grains;
using Personalization.Testing.Cluster;
using Personalization.Testing.Postgres;

namespace Personalization.ClusterTests.Cluster;

/// <summary>The silo that trains dies; another goes on with what it had found.</summary>
public sealed class TrainingFailoverTests(ITestOutputHelper output)
{
    /// <summary>By then the search's choices are kept.</summary>
    private const string IsRehearsing = "Training: linear";

    [Fact]
    public async Task A_training_goes_on_in_another_silo_when_its_own_dies()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await using LocalCluster cluster = await LocalCluster.StartAsync(
            new ClusterPlan(Silos: 2, Apis: 1, Nodes: 0) { Environment = DatabaseSettings.Of(database), Sample = true }, cancellationToken);
        ClusterProcess trainer = (await Eventually.Async(
            () => Task.FromResult(cluster.Silos.FirstOrDefault(silo => silo.Output.Contains(IsRehearsing, StringComparison.Ordinal))), silo => silo is not null))!;
        await trainer.KillAsync();
        await cluster.WaitForModelAsync(cancellationToken);
        string[] said = [.. cluster.Silos.Single(silo => silo != trainer).Output.Split('\n').Where(line => line.Contains("Training", StringComparison.Ordinal))];
        output.WriteLine(string.Join('\n', said));
        Assert.Contains(said, line => line.Contains("was cut short and goes on: ", StringComparison.Ordinal));
        Assert.DoesNotContain(said, line => line.Contains("goes on: 0 steps", StringComparison.Ordinal));
    }
}
