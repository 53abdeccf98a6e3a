using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Personalization.Testing.Cluster;
using Personalization.Testing.Contract;
using Personalization.Testing.Postgres;

namespace Personalization.ClusterTests.Cluster;

/// <summary>The silo that trains is killed; another silo resumes the training from its stored steps.</summary>
public sealed class TrainingFailoverTests
{
    [Fact]
    public async Task Another_silo_resumes_a_training_when_its_silo_is_killed()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using TestDatabase database = await TestDatabase.CreateAsync();
        ClusterPlan plan =
            new(Silos: 2, Apis: 1, Nodes: 0) { Environment = DatabaseSettings.Of(database), Sample = true };
        await using LocalCluster cluster = await LocalCluster.StartAsync(plan, cancellationToken);
        using HttpClient http = ContractHandler.Client(cluster.Doors[0].Process.Address);

        JsonElement stored = await Eventually.Async(
            () => TrainingAsync(http, cancellationToken), status => Number(status, "storedSteps") > 0);
        ClusterProcess trainer = cluster.Silos.Single(silo => IsTrainer(silo, stored));
        await trainer.KillAsync();

        await cluster.WaitForModelAsync(cancellationToken);
        JsonElement ended = await Eventually.Async(
            () => TrainingAsync(http, cancellationToken), status => Text(status, "step") == "done");
        Assert.False(IsTrainer(trainer, ended));
        Assert.Equal(Text(stored, "plannedVersion"), Text(ended, "version"));
        Assert.InRange(Number(ended, "resumedSteps"), 1, Number(ended, "storedSteps"));
    }

    private static bool IsTrainer(ClusterProcess silo, JsonElement status) =>
        Text(status, "silo") == string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{silo.SiloPort}");

    private static int Number(JsonElement status, string name) =>
        status.ValueKind == JsonValueKind.Object && status.TryGetProperty(name, out JsonElement number)
            ? number.GetInt32()
            : 0;

    private static string? Text(JsonElement status, string name) =>
        status.ValueKind == JsonValueKind.Object && status.TryGetProperty(name, out JsonElement text)
            ? text.GetString()
            : null;

    /// <summary>Reads the training status; an undefined element while the API reaches no silo.</summary>
    private static async Task<JsonElement> TrainingAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer =
            await http.GetAsync(new Uri("/v1/models", UriKind.Relative), cancellationToken);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("training")
            : default;
    }
}
