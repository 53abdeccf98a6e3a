using System.Diagnostics.Metrics;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Grains.Experiments;

/// <summary>
/// Metrics of the running and paused experiments, reported by the silo that hosts the results grain.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>personalization.experiment.users</c>: users by experiment and arm.</item>
/// <item>
/// <c>personalization.experiment.outcomes</c>: outcomes by experiment, arm and metric; for a proportion, the number of
/// users with the outcome.
/// </item>
/// <item><c>personalization.experiment.mismatch</c>: 1 after a sample ratio mismatch, otherwise 0.</item>
/// <item><c>personalization.experiment.breach</c>: 1 for a breached guardrail, otherwise 0.</item>
/// <item><c>personalization.experiment.age</c>: the age of these values, seconds.</item>
/// </list>
/// </remarks>
public sealed class ExperimentMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Personalization.Experiments";

    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private volatile Report _report = new([], [], [], [], null);

    /// <summary>Creates the instruments.</summary>
    public ExperimentMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _meter = meters.Create(MeterName);
        _ = _meter.CreateObservableGauge(
            "personalization.experiment.users", () => _report.Users, "{user}",
            "Users in each arm of the running experiments.");
        _ = _meter.CreateObservableGauge(
            "personalization.experiment.outcomes",
            () => _report.Outcomes,
            description: "Sum of an experiment metric over the users of an arm.");
        _ = _meter.CreateObservableGauge(
            "personalization.experiment.mismatch",
            () => _report.Mismatches,
            description: "Sample ratio mismatch of the experiment: 1 detected, 0 not detected.");
        _ = _meter.CreateObservableGauge(
            "personalization.experiment.breach",
            () => _report.Breaches,
            description: "Guardrail breach of an experiment arm by metric: 1 breached, 0 not breached.");
        _ = _meter.CreateObservableGauge(
            "personalization.experiment.age", Age, "s",
            "Time since the event log was read to its end for the running experiments.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Sets the experiments that the instruments report.</summary>
    /// <param name="running">The running and paused experiments with their results.</param>
    /// <param name="asOf">The time up to which the log was read.</param>
    internal void Show(IReadOnlyList<(Measurement Measured, ExperimentResults Results)> running, DateTimeOffset asOf) =>
        _report = new Report(
            [.. running.SelectMany(entry => entry.Results.Arms.Select(
                arm => new Measurement<long>(arm.Units, Tags(entry.Measured, arm.Arm))))],
            [.. running.SelectMany(entry => OutcomesOf(entry.Measured))],
            [.. running.Select(entry => new Measurement<int>(
                entry.Results.SampleRatio.IsMismatch ? 1 : 0,
                new KeyValuePair<string, object?>("experiment", entry.Measured.Definition.Name)))],
            [.. running.SelectMany(entry => entry.Results.Metrics.Where(metric => metric.Role == MetricRole.Guardrail)
                .Select(metric => new Measurement<int>(
                    metric.Verdict == Verdict.Breached ? 1 : 0,
                    [.. Tags(entry.Measured, metric.Arm), new("metric", metric.Metric)])))],
            running.Count > 0 ? asOf : null);

    private IEnumerable<Measurement<double>> Age() =>
        _report.AsOf is { } asOf ? [new Measurement<double>((_time.GetUtcNow() - asOf).TotalSeconds)] : [];

    private static IEnumerable<Measurement<double>> OutcomesOf(Measurement measured) =>
        from arm in measured.Definition.Arms
        from metric in measured.Arm(arm.Name).Metrics
        select new Measurement<double>(
            (double)metric.Value.OutcomeSum / Moments.Scale, [.. Tags(measured, arm.Name), new("metric", metric.Key)]);

    private static KeyValuePair<string, object?>[] Tags(Measurement measured, string arm) =>
    [new("experiment", measured.Definition.Name), new("arm", arm)];

    /// <summary>The reported values, replaced as a whole.</summary>
    private sealed record Report(
        List<Measurement<long>> Users,
        List<Measurement<double>> Outcomes,
        List<Measurement<int>> Mismatches,
        List<Measurement<int>> Breaches,
        DateTimeOffset? AsOf);
}
