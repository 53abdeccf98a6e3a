using System.Diagnostics.Metrics;

namespace Personalization.Grains.Learning;

/// <summary>What has come in since the last training, as metrics, on the silo that decides about the next.</summary>
public sealed class LearningMeter
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Personalization.Learning";

    private readonly Counter<long> _started;
    private volatile Shown? _shown;

    /// <summary>Makes the instruments.</summary>
    public LearningMeter(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _started = meter.CreateCounter<long>("personalization.learning.started", "{training}", "Trainings that started by themselves, by what started them.");
        _ = meter.CreateObservableGauge("personalization.learning.events", () => _shown is { } shown ? [new Measurement<long>(shown.NewEvents)] : Array.Empty<Measurement<long>>(), "{event}", "Events since the newest version was trained.");
        _ = meter.CreateObservableGauge("personalization.learning.drift", () => _shown?.Drift is { } drift ? [new Measurement<double>(drift)] : Array.Empty<Measurement<double>>(), "1", "How far what users choose has drifted from what the live version was trained on: a population stability index.");
    }

    /// <summary>Shows how far it is; null for nothing, when another silo decides.</summary>
    public void Show((long NewEvents, double? Drift)? progress) => _shown = progress is { } known ? new Shown(known.NewEvents, known.Drift) : null;

    /// <summary>Counts a training.</summary>
    /// <param name="by"><c>schedule</c>, <c>volume</c> or <c>drift</c>.</param>
    public void Started(string by) => _started.Add(1, new KeyValuePair<string, object?>("by", by));

    private sealed record Shown(long NewEvents, double? Drift);
}
