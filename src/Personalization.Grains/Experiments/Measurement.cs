using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Attribution;
using Personalization.Engine.Experiments.Results;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Grains.Experiments;

/// <summary>
/// The running measurement of one experiment: its statistics and interim results. Not safe for concurrent use.
/// </summary>
internal sealed class Measurement
{
    /// <summary>The maximum number of stored interim results per metric and arm.</summary>
    /// <remarks>When it is exceeded, every second one is removed and the time between two doubles.</remarks>
    private const int MaxInterimResults = 128;

    private readonly List<InterimResult> _interimResults = [];
    private readonly MetricDeltaSum _sum;
    private ExperimentStatistics _analyzed;

    /// <summary>Starts a measurement, or resumes it from its stored state.</summary>
    public Measurement(ExperimentView experiment, MeasuredExperiment? stored)
    {
        Experiment = experiment;
        Definition = experiment.ReadDefinition();
        _analyzed = stored is null ? ExperimentStatistics.Empty : StatisticsJson.Read(stored.Statistics);
        _sum = new MetricDeltaSum(Definition.Metrics, _analyzed);
        _interimResults.AddRange(stored?.Looks ?? []);
        Announced = new(stored?.Announced ?? [], StringComparer.Ordinal);
    }

    /// <summary>Gets the experiment as last seen.</summary>
    public ExperimentView Experiment { get; private set; }

    /// <summary>Gets the experiment's definition.</summary>
    public ExperimentDefinition Definition { get; private set; }

    /// <summary>Gets the ids of the conclusions that were published to webhooks.</summary>
    public HashSet<string> Announced { get; }

    /// <summary>Computes the present results.</summary>
    public ExperimentResults Results() => ExperimentAnalyst.Analyse(Definition, _sum.Statistics);

    /// <summary>Gets the statistics of an arm.</summary>
    public ArmStatistics Arm(string name) => _sum.Statistics.Arm(name);

    /// <summary>Updates the experiment to its present registration.</summary>
    public void Update(ExperimentView experiment) =>
        (Experiment, Definition) = (experiment, experiment.ReadDefinition());

    /// <summary>
    /// Adds the changes of a log entry unless the engine received it after the experiment was stopped.
    /// </summary>
    public void Add(MetricDelta delta, DateTimeOffset receivedAt)
    {
        if (Experiment.StoppedAt is not { } stopped || receivedAt <= stopped)
        {
            _sum.Add(delta);
        }
    }

    /// <summary>
    /// Stores interim results for the chart unless nothing has changed or the last ones are too recent.
    /// </summary>
    public void AddInterimResults(DateTimeOffset now)
    {
        DateTimeOffset started = Experiment.StartedAt ?? now;
        if (_sum.Statistics == _analyzed
            || (_interimResults.Count > 0 && now - _interimResults[^1].At < (now - started) / MaxInterimResults))
        {
            return;
        }

        _analyzed = _sum.Statistics;
        foreach (MetricResult metric in Results().Metrics)
        {
            if (metric is { Difference: { } difference, Interval: { } interval }
                && double.IsFinite(interval.Low)
                && double.IsFinite(interval.High))
            {
                _interimResults.Add(
                    new InterimResult(now, metric.Metric, metric.Arm, difference, interval.Low, interval.High));
            }
        }

        DateTimeOffset[] times = [.. _interimResults.Select(result => result.At).Distinct()];
        if (times.Length > MaxInterimResults)
        {
            HashSet<DateTimeOffset> dropped = [.. times.Where((_, i) => i % 2 == 0)];
            _ = _interimResults.RemoveAll(result => dropped.Contains(result.At));
        }
    }

    /// <summary>Gets the interim results of a metric over time; null when the experiment has no such metric.</summary>
    /// <param name="name">The metric's name; null for the first primary metric.</param>
    public MetricHistory? History(string? name)
    {
        MetricDefinition? metric = Definition.Metrics.FirstOrDefault(
            known => name is null ? known.Role == MetricRole.Primary : known.Name == name);
        return metric is null ? null : new MetricHistory
        {
            Experiment = Definition.Name,
            Metric = metric.Name,
            Kind = metric.Kind,
            Arms =
            [
                .. Definition.Arms.Skip(1)
                    .Select(arm => new IntervalSeries(arm.Name, PointsOf(metric.Name, arm.Name))),
            ],
        };
    }

    /// <summary>Gets the state to store.</summary>
    public MeasuredExperiment ToStored() => new()
    {
        Name = Experiment.Name,
        Statistics = StatisticsJson.Write(_sum.Statistics),
        Looks = [.. _interimResults],
        Announced = Announced.Count == 0 ? null : [.. Announced.Order(StringComparer.Ordinal)],
    };

    private ImmutableArray<IntervalPoint> PointsOf(string metric, string arm) =>
        [.. _interimResults.Where(result => result.Metric == metric && result.Arm == arm).Select(PointOf)];

    private IntervalPoint PointOf(InterimResult result)
    {
        TimeSpan passed = result.At - (Experiment.StartedAt ?? result.At);
        return new(passed.TotalHours, result.Difference, new Interval(result.Low, result.High));
    }
}
