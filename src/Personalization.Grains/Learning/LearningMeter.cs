using System.Diagnostics.Metrics;
using Personalization.Engine.Learning;

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

    private sealed record Shown(long NewEvents, double? Drift);
}
