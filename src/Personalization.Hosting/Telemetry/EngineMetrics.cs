using System.Diagnostics.Metrics;
using Personalization.Abstractions.Models;
using Personalization.Grains.Serving;

namespace Personalization.Hosting.Telemetry;

/// <summary>
/// Metrics of a silo: the model and the catalog it serves, their age, and the number of active silos.
/// </summary>
internal sealed class EngineMetrics(
    IMeterFactory meters, ServingHolder serving, ISiloStatusOracle silos, TimeProvider time) : IHostedService
{
    /// <summary>The name of the silo's meter.</summary>
    public const string MeterName = "Personalization.Silo";

    private ModelVersion? Live => serving.Current.Model is { } model
        ? serving.Versions?.Versions.FirstOrDefault(known => known.Version == model.Version)
        : null;

    private bool IsNewestRefused =>
        serving.Versions?.Versions is [{ Status: ModelVersionStatus.Refused, Report.Passed: false }, ..];

    /// <summary>Starts measuring.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Meter meter = meters.Create(MeterName);
        _ = meter.CreateObservableGauge(
            "personalization.model.info", Version, null,
            "Serving model version of this silo as a label; the value is 1, or 0 before the first version.");
        _ = meter.CreateObservableGauge(
            "personalization.model.age", () => Age(Live?.TrainedAt), "s", "Time since the serving model was trained.");
        _ = meter.CreateObservableGauge(
            "personalization.model.data.age", () => Age(Live?.LastEventAt), "s",
            "Time since the newest event in the serving model's training data.");
        _ = meter.CreateObservableGauge(
            "personalization.model.quality", Quality, "1",
            "Hold-out quality of the serving model and its baselines, by metric.");
        _ = meter.CreateObservableUpDownCounter(
            "personalization.model.versions", Versions, "{version}", "Stored model versions by status.");
        _ = meter.CreateObservableGauge(
            "personalization.model.damaged", () => serving.UnreadableLive is null ? 0 : 1, null,
            "1 while this silo cannot read the live model version and serves another one in its place, otherwise 0.");
        _ = meter.CreateObservableGauge(
            "personalization.model.refused", () => IsNewestRefused ? 1 : 0, null,
            "1 while the newest model version is one that the promotion gate refused, otherwise 0.");
        _ = meter.CreateObservableGauge(
            "personalization.model.training", () => serving.Versions?.Training.Running == true ? 1 : 0, null,
            "Training state: 1 while a training runs, otherwise 0.");
        _ = meter.CreateObservableGauge(
            "personalization.catalog.items", () => serving.Current.Catalog.Count, "{item}",
            "Items in the serving catalog, including deleted items.");
        _ = meter.CreateObservableGauge(
            "personalization.catalog.epoch", () => serving.Current.Catalog.Epoch, "{change}",
            "Catalog revision being served; equal on all silos in normal operation.");
        _ = meter.CreateObservableGauge(
            "personalization.catalog.age", () => Age(serving.CheckedAt), "s",
            "Time since this silo last confirmed that its catalog and model are current.");
        _ = meter.CreateObservableGauge(
            "personalization.cluster.silos", () => silos.GetApproximateSiloStatuses(onlyActive: true).Count, "{silo}",
            "Active silos in the membership view of this silo.");
        return Task.CompletedTask;
    }

    /// <summary>Does nothing: the meter ends with the process.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Returns no measurement when there is no time to measure from.</summary>
    private IEnumerable<Measurement<double>> Age(DateTimeOffset? since) =>
        since is { } at ? [new Measurement<double>(Math.Max(0, (time.GetUtcNow() - at).TotalSeconds))] : [];

    private Measurement<int> Version() => new(
        serving.Current.Model is null ? 0 : 1,
        new KeyValuePair<string, object?>("version", serving.Current.Model?.Version ?? "none"));

    private IEnumerable<Measurement<double>> Quality() => Live is not { } live
        ? []
        : live.Report.Metrics.SelectMany(ranker => new[]
        {
            Measure(ranker.Key, "hitRate", ranker.Value.HitRate),
            Measure(ranker.Key, "ndcg", ranker.Value.Ndcg),
            Measure(ranker.Key, "coverage", ranker.Value.Coverage)
        });

    private static Measurement<double> Measure(string ranker, string metric, double value) =>
        new(
            value,
            new KeyValuePair<string, object?>("ranker", ranker),
            new KeyValuePair<string, object?>("metric", metric));

    private IEnumerable<Measurement<int>> Versions() =>
        Enum.GetValues<ModelVersionStatus>().Select(status => new Measurement<int>(
            serving.Versions?.Versions.Count(version => version.Status == status) ?? 0,
            new KeyValuePair<string, object?>("status", status.ToString().ToLowerInvariant())));
}
