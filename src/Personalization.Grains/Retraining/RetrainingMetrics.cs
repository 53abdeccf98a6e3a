using System.Diagnostics.Metrics;
using Personalization.Engine.Retraining;

namespace Personalization.Grains.Retraining;

/// <summary>Metrics of automatic retraining: new events, drift and started trainings.</summary>
/// <remarks>Only the silo that hosts the retraining grain reports the gauges.</remarks>
public sealed class RetrainingMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Personalization.Retraining";

    private readonly Counter<long> _started;
    private volatile Shown? _shown;

    /// <summary>Makes the instruments.</summary>
    public RetrainingMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _started = meter.CreateCounter<long>(
            "personalization.retraining.started", "{training}", "Trainings started automatically, by trigger.");
        _ = meter.CreateObservableGauge(
            "personalization.retraining.events", NewEvents, "{event}",
            "Events since the newest model version was trained.");
        _ = meter.CreateObservableGauge(
            "personalization.retraining.drift", Drift, "1",
            "Population stability index of users' choices against the live version's training data.");
    }

    /// <summary>Sets the reported progress; null when another silo hosts the retraining grain.</summary>
    public void Show((long NewEvents, double? Drift)? progress) =>
        _shown = progress is { } known ? new Shown(known.NewEvents, known.Drift) : null;

    /// <summary>Counts an automatically started training.</summary>
    /// <param name="trigger">The condition that started it; the label is its name in lower case.</param>
    public void Started(RetrainingTrigger trigger) =>
        _started.Add(1, new KeyValuePair<string, object?>("by", LabelOf(trigger)));

    private static string LabelOf(RetrainingTrigger trigger) => trigger switch
    {
        RetrainingTrigger.Schedule => "schedule",
        RetrainingTrigger.Volume => "volume",
        RetrainingTrigger.Drift => "drift",
        _ => throw new ArgumentOutOfRangeException(nameof(trigger), trigger, "must be a known trigger"),
    };

    private IEnumerable<Measurement<long>> NewEvents() => _shown is { } shown ? [new(shown.NewEvents)] : [];

    private IEnumerable<Measurement<double>> Drift() => _shown?.Drift is { } drift ? [new(drift)] : [];

    private sealed record Shown(long NewEvents, double? Drift);
}
