using System.Diagnostics.Metrics;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Grains.Experiments;

/// <summary>
/// The experiments that run or pause, as metrics, on the silo that adds them up: <c>personalization.experiment.users</c> by experiment and arm,
/// <c>personalization.experiment.outcomes</c> by metric too (for a share of users: how many did it), and as 0 or 1 <c>personalization.experiment.mismatch</c> of the split
/// and <c>personalization.experiment.breach</c> of a guardrail; <c>personalization.experiment.age</c> says how old they are.
/// </summary>
public sealed class ExperimentMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Personalization.Experiments";

    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private volatile Shown _shown = new([], [], [], [], null);

    /// <summary>Makes the instruments.</summary>
    public ExperimentMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _meter = meters.Create(MeterName);
        _ = _meter.CreateObservableGauge(
            "personalization.experiment.users", () => _shown.Users, "{user}",
            "Users in each arm of the running experiments.");
        _ = _meter.CreateObservableGauge(
            "personalization.experiment.outcomes",
            () => _shown.Outcomes,
            description: "Sum of an experiment metric over the users of an arm.");
        _ = _meter.CreateObservableGauge(
            "personalization.experiment.mismatch",
            () => _shown.Mismatches,
            description: "Sample ratio mismatch of the experiment: 1 detected, 0 not detected.");
        _ = _meter.CreateObservableGauge(
            "personalization.experiment.breach",
            () => _shown.Breaches,
            description: "Guardrail breach of an experiment arm by metric: 1 breached, 0 not breached.");
        _ = _meter.CreateObservableGauge(
            "personalization.experiment.age", Age, "s",
            "Time since the event log was read to its end for the running experiments.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Shows these experiments and none else.</summary>
    /// <param name="running">The experiments that run or pause, and what they have shown.</param>
    /// <param name="asOf">Up to when the log was read for it.</param>
    internal void Show(IReadOnlyList<(Measurement Measured, ExperimentResults Results)> running, DateTimeOffset asOf) => _shown = new Shown(
        [.. running.SelectMany(one => one.Results.Arms.Select(arm => new Measurement<long>(arm.Units, Tags(one.Measured, arm.Arm))))],
        [.. running.SelectMany(one => OutcomesOf(one.Measured))],
        [.. running.Select(one => new Measurement<int>(one.Results.SampleRatio.IsMismatch ? 1 : 0, new KeyValuePair<string, object?>("experiment", one.Measured.Definition.Name)))],
        [.. running.SelectMany(one => one.Results.Metrics.Where(metric => metric.Role == MetricRole.Guardrail)
            .Select(metric => new Measurement<int>(metric.Verdict == Verdict.Breached ? 1 : 0, [.. Tags(one.Measured, metric.Arm), new("metric", metric.Metric)])))],
        running.Count > 0 ? asOf : null);

    private IEnumerable<Measurement<double>> Age() => _shown.AsOf is { } asOf ? [new Measurement<double>((_time.GetUtcNow() - asOf).TotalSeconds)] : [];

    private static IEnumerable<Measurement<double>> OutcomesOf(Measurement measured) =>
        from arm in measured.Definition.Arms
        from metric in measured.Arm(arm.Name).Metrics
        select new Measurement<double>((double)metric.Value.OutcomeSum / Moments.Scale, [.. Tags(measured, arm.Name), new("metric", metric.Key)]);

    private static KeyValuePair<string, object?>[] Tags(Measurement measured, string arm) => [new("experiment", measured.Definition.Name), new("arm", arm)];

    /// <summary>What is shown, whole at any moment.</summary>
    private sealed record Shown(List<Measurement<long>> Users, List<Measurement<double>> Outcomes, List<Measurement<int>> Mismatches, List<Measurement<int>> Breaches, DateTimeOffset? AsOf);
}
