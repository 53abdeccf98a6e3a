using System.Net;
using System.Text.Json;
using Personalization.Testing;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.Telemetry;

/// <summary>The synthetic user (probe) of a real process.</summary>
public sealed class ProbeTests
{
    [Fact]
    public async Task It_sees_its_events_leaves_no_trace_and_does_not_affect_training()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using TempFolder folder = new();
        EngineLaunch launch = new EngineLaunch(folder.Path)
            .With("Personalization__Sample", "true")
            .With("Personalization__Training__Search", "false")
            .With("Personalization__Api__ProbeSeconds", "0.1");
        await using EngineProcess engine = await EngineProcess.StartAsync(launch, cancellationToken);
        using HttpClient http = ContractHandler.Client(engine.Address);
        int events = await TrainedEventsAsync(http, versions: 1);

        // more rounds than the engine remembers the probe for
        _ = await Eventually.Async(
            () => Exposition.ReadAsync(engine.Address),
            samples => Rounds(samples, "seen") > 25,
            samples => Rounds(samples, "seen"));
        IReadOnlyList<Sample> found = await Exposition.ReadAsync(engine.Address);
        Assert.Equal(0, Rounds(found, "missed"));
        Assert.True(found.Sum("personalization_probe_duration_seconds_count") > 25);
        Assert.Equal(0, found.Sum("personalization_events_received_total"));
        Assert.Equal(0, found.Sum("personalization_lists_served_total"));
        string ready = await http.GetStringAsync("/health/ready", cancellationToken);
        Assert.Contains("probe", ready, StringComparison.Ordinal);

        using HttpResponseMessage training = await http.PostAsync("/v1/models/train", null, cancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, training.StatusCode);
        Assert.Equal(events, await TrainedEventsAsync(http, versions: 2));
        _ = Assert.Single(
            await Exposition.ReadAsync(engine.Address), sample => sample.Name == "personalization_model_info");
    }

    [Fact]
    public async Task Without_anything_to_recommend_it_writes_nothing()
    {
        using TempFolder folder = new();
        await using EngineProcess engine = await EngineProcess.StartAsync(
            new EngineLaunch(folder.Path).With("Personalization__Api__ProbeSeconds", "0.1"),
            TestContext.Current.CancellationToken);
        IReadOnlyList<Sample> samples = await Eventually.Async(
            () => Exposition.ReadAsync(engine.Address),
            found => Rounds(found, "idle") > 3,
            found => Rounds(found, "idle"));

        Assert.Equal(0, Rounds(samples, "seen") + Rounds(samples, "missed"));
        Assert.Equal(0, samples.Sum("personalization_log_append_duration_seconds_count"));
    }

    private static double Rounds(IEnumerable<Sample> samples, string outcome) =>
        samples.Sum("personalization_probe_runs_total", ("outcome", outcome));

    private static async Task<int> TrainedEventsAsync(HttpClient http, int versions)
    {
        JsonElement models = await Eventually.Async(
            async () => JsonDocument.Parse(await http.GetStringAsync("/v1/models")).RootElement,
            found => found.GetProperty("versions").GetArrayLength() == versions);
        return models.GetProperty("versions")[0].GetProperty("events").GetInt32();
    }
}
