using System.Diagnostics.Metrics;
using Personalization.Abstractions.Rollouts;

namespace Personalization.Grains.Rollouts;

/// <summary>Metrics of the newest rollout, on the silo that hosts the rollout grain.</summary>
public sealed class RolloutMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Personalization.Rollouts";

    private readonly TimeProvider _time;
    private volatile Rollout? _newest;

    /// <summary>Creates the instruments.</summary>
    public RolloutMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        Meter meter = meters.Create(MeterName);
        _ = meter.CreateObservableGauge(
            "personalization.rollout.stage.age", Age, "s", "Time the newest rollout has spent in its current stage.");
        _ = meter.CreateObservableGauge(
            "personalization.rollout.share", Share, "1",
            "Share of users who get the version of the newest rollout, 0 to 1.");
        _ = meter.CreateObservableGauge(
            "personalization.rollout.guardrail",
            Guardrails,
            description: "Guardrail state of the newest canary: 0 inconclusive, 1 holds, 2 breached.");
    }

    /// <summary>Whether this silo hosts the rollout grain and there is a rollout.</summary>
    public bool IsShown => _newest is not null;

    /// <summary>Sets the reported rollout; null for none.</summary>
    public void Show(Rollout? newest) => _newest = newest;

    private IEnumerable<Measurement<double>> Age() => _newest is { } rollout
        ? [new(
            (_time.GetUtcNow() - rollout.StageSince).TotalSeconds,
            new KeyValuePair<string, object?>("stage", NameOf(rollout.Stage)))]
        : [];

    private IEnumerable<Measurement<double>> Share() => _newest is { } rollout ? [new(rollout.Share)] : [];

    private IEnumerable<Measurement<int>> Guardrails() => _newest?.Canary is { } canary
        ? canary.Guardrails.Select(guardrail => new Measurement<int>(
            (int)guardrail.Verdict, new KeyValuePair<string, object?>("guardrail", guardrail.Name)))
        : [];

    private static string NameOf(RolloutStage stage) =>
        char.ToLowerInvariant(stage.ToString()[0]) + stage.ToString()[1..];
}
