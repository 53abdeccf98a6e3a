using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Attribution;
using Personalization.Engine.Experiments.Results;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Grains.Experiments;

/// <summary>One experiment while it is added up: its statistics and the looks taken at them. Not safe for concurrent use.</summary>
internal sealed class Measurement
{
    /// <summary>So many looks of a metric and arm are kept; then every second goes, and twice as much time passes between two.</summary>
    private const int MostLooks = 128;

    private readonly List<InterimResult> _looks = [];
    private readonly MetricDeltaSum _sum;
    private ExperimentStatistics _lookedAt;

    /// <summary>Begins to measure, or goes on from what was stored.</summary>
    public Measurement(ExperimentView experiment, MeasuredExperiment? stored)
    {
        Experiment = experiment;
        Definition = experiment.ReadDefinition();
        _lookedAt = stored is null ? ExperimentStatistics.Empty : StatisticsJson.Read(stored.Statistics);
        _sum = new MetricDeltaSum(Definition.Metrics, _lookedAt);
        _looks.AddRange(stored?.Looks ?? []);
    }

    /// <summary>The experiment as it was registered when last seen.</summary>
    public ExperimentView Experiment { get; private set; }

    /// <summary>Its definition.</summary>
    public ExperimentDefinition Definition { get; private set; }

    /// <summary>What the statistics show now.</summary>
    public ExperimentResults Results() => ExperimentAnalyst.Analyse(Definition, _sum.Statistics);

    /// <summary>The statistics of an arm.</summary>
    public ArmStatistics Arm(string name) => _sum.Statistics.Arm(name);

    /// <summary>Takes in the experiment as it is registered now.</summary>
    public void See(ExperimentView experiment) => (Experiment, Definition) = (experiment, experiment.ReadDefinition());

    /// <summary>Adds what a log entry changes, unless it came in after the experiment was stopped.</summary>
    public void Add(MetricDelta tally, DateTimeOffset receivedAt)
    {
        if (Experiment.StoppedAt is not { } stopped || receivedAt <= stopped)
        {
            _sum.Add(tally);
        }
    }

    /// <summary>Keeps a look for the picture, unless nothing changed since the last one or it was taken just now.</summary>
    public void Look(DateTimeOffset now)
    {
        DateTimeOffset started = Experiment.StartedAt ?? now;
        if (_sum.Statistics == _lookedAt || (_looks.Count > 0 && now - _looks[^1].At < (now - started) / MostLooks))
        {
            return;
        }

        _lookedAt = _sum.Statistics;
        foreach (MetricResult metric in Results().Metrics)
        {
            if (metric is { Difference: { } difference, Interval: { } interval } && double.IsFinite(interval.Low) && double.IsFinite(interval.High))
            {
                _looks.Add(new InterimResult(now, metric.Metric, metric.Arm, difference, interval.Low, interval.High));
            }
        }

        DateTimeOffset[] times = [.. _looks.Select(look => look.At).Distinct()];
        if (times.Length > MostLooks)
        {
            HashSet<DateTimeOffset> dropped = [.. times.Where((_, i) => i % 2 == 0)];
            _ = _looks.RemoveAll(look => dropped.Contains(look.At));
        }
    }

    /// <summary>The interim results of a metric over time; null when the experiment has no such metric.</summary>
    /// <param name="name">The metric; null for the first primary one.</param>
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

    /// <summary>What is stored.</summary>
    public MeasuredExperiment ToStored() => new()
    {
        Name = Experiment.Name,
        Statistics = StatisticsJson.Write(_sum.Statistics),
        Looks = [.. _looks],
    };

    private ImmutableArray<IntervalPoint> PointsOf(string metric, string arm) =>
        [.. _looks.Where(look => look.Metric == metric && look.Arm == arm).Select(PointOf)];

    private IntervalPoint PointOf(InterimResult look)
    {
        TimeSpan passed = look.At - (Experiment.StartedAt ?? look.At);
        return new(passed.TotalHours, look.Difference, new Interval(look.Low, look.High));
    }
}
