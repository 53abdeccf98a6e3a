using System.Diagnostics.Metrics;
using Personalization.Abstractions.Models;
using Personalization.Grains.Serving;

namespace Personalization.Silo.Telemetry;

/// <summary>What a silo serves from and how old that is, and how many silos it sees.</summary>
internal sealed class EngineGauges(IMeterFactory meters, ServingHolder serving, ISiloStatusOracle silos, TimeProvider time) : IHostedService
{
    /// <summary>The meter of everything a silo measures of its own.</summary>
    public const string MeterName = "Personalization.Silo";

    private ModelVersion? Live => serving.Current.Model is { } model ? serving.Versions?.Versions.FirstOrDefault(known => known.Version == model.Version) : null;

    /// <summary>Begins to measure.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Meter meter = meters.Create(MeterName);
        _ = meter.CreateObservableGauge("personalization.model.info", Version, null, "1 for the model version that serves here, empty before the first.");
        _ = meter.CreateObservableGauge("personalization.model.age", () => Age(Live?.TrainedAt), "s", "The time since the serving model was trained.");
        _ = meter.CreateObservableGauge("personalization.model.data.age", () => Age(Live?.LastEventAt), "s", "The time since the newest event the serving model was trained on.");
        _ = meter.CreateObservableGauge("personalization.model.quality", Quality, "1", "How the serving model and its baselines did on the hold-out.");
        _ = meter.CreateObservableUpDownCounter("personalization.model.versions", Versions, "{version}", "Model versions kept, by where they stand.");
        _ = meter.CreateObservableGauge("personalization.model.training", () => serving.Versions?.Training.Running == true ? 1 : 0, null, "1 while a model is trained.");
        _ = meter.CreateObservableGauge("personalization.catalog.items", () => serving.Current.Catalog.Count, "{item}", "Items of the catalogue served from, deleted ones included.");
        _ = meter.CreateObservableGauge("personalization.catalog.epoch", () => serving.Current.Catalog.Epoch, "{change}", "The catalogue's change served from: all silos should tell the same.");
        _ = meter.CreateObservableGauge("personalization.catalog.age", () => Age(serving.CheckedAt), "s", "The time since this silo last made sure that its catalogue and model are the present ones.");
        _ = meter.CreateObservableGauge("personalization.cluster.silos", () => silos.GetApproximateSiloStatuses(onlyActive: true).Count, "{silo}", "Active silos, as this one sees it.");
        return Task.CompletedTask;
    }

    /// <summary>Nothing: the meter goes with the process.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>No measurement when there is nothing to be old.</summary>
    private IEnumerable<Measurement<double>> Age(DateTimeOffset? since) => since is { } at ? [new Measurement<double>(Math.Max(0, (time.GetUtcNow() - at).TotalSeconds))] : [];

    private Measurement<int> Version() => new(serving.Current.Model is null ? 0 : 1, new KeyValuePair<string, object?>("version", serving.Current.Model?.Version ?? "none"));

    private IEnumerable<Measurement<double>> Quality() => Live is not { } live
        ? []
        : live.Report.Metrics.SelectMany(ranker => new[] { Measure(ranker.Key, "hitRate", ranker.Value.HitRate), Measure(ranker.Key, "ndcg", ranker.Value.Ndcg), Measure(ranker.Key, "coverage", ranker.Value.Coverage) });

    private static Measurement<double> Measure(string ranker, string metric, double value) =>
        new(value, new KeyValuePair<string, object?>("ranker", ranker), new KeyValuePair<string, object?>("metric", metric));

    private IEnumerable<Measurement<int>> Versions() => Enum.GetValues<ModelVersionStatus>().Select(status => new Measurement<int>(
        serving.Versions?.Versions.Count(version => version.Status == status) ?? 0, new KeyValuePair<string, object?>("status", status.ToString().ToLowerInvariant())));
}
