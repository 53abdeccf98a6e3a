using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Experiments.Results;

/// <summary>Computes the results of an experiment: the verdict on every metric, and the sample ratio test.</summary>
/// <remarks>
/// Every interval is a confidence sequence, so results are valid at every interim analysis. Each role of metrics has a
/// separate correction for multiple metrics and arms.
/// <list type="bullet">
/// <item>
/// Primary metrics share alpha evenly over metrics and arms (Bonferroni). The probability of any false conclusion, at
/// any time, is at most alpha under any dependence, and the intervals agree with the verdicts.
/// </item>
/// <item>
/// Secondary metrics use e-BH at alpha: there may be many, and the share of false discoveries matters.
/// </item>
/// <item>
/// Guardrails share alpha evenly over guardrails and arms, separate from the primary metrics. The probability of a
/// false rollback, at any time, is at most alpha. Every guardrail must hold to pass, which needs no correction
/// (an intersection-union test); the correction only makes it stricter.
/// </item>
/// </list>
/// </remarks>
public static class ExperimentAnalyst
{
    /// <summary>
    /// The error level of the sample ratio test. Strict, because a false alarm stops a good experiment.
    /// </summary>
    public const double SampleRatioLevel = 0.001;

    /// <summary>Computes the results of an experiment from its statistics.</summary>
    public static ExperimentResults Analyse(ExperimentDefinition definition, ExperimentStatistics statistics)
    {
        ImmutableArray<double> shares = definition.ArmShares();
        long[] units = [.. definition.Arms.Select(arm => statistics.Arm(arm.Name).Units)];
        ImmutableArray<string> names = [.. definition.Metrics.Select(metric => metric.Name)];
        double evidence = SampleRatioTest.LogEvidence(
            units, shares.AsSpan(), definition.PlannedUnits, SampleRatioLevel);
        return new()
        {
            Arms = [.. definition.Arms.Select((arm, i) => new ArmResult(arm.Name, units[i], shares[i]))],
            SampleRatio = new(evidence, Math.Min(1, Math.Exp(-evidence)), evidence >= -Math.Log(SampleRatioLevel)),
            Metrics =
            [
                .. definition.Metrics.GroupBy(metric => metric.Role)
                    .SelectMany(role => ResultsOf(definition, statistics, role.Key, [.. role]))
                    .OrderBy(result => names.IndexOf(result.Metric)),
            ],
        };
    }

    private static IEnumerable<MetricResult> ResultsOf(
        ExperimentDefinition definition, ExperimentStatistics statistics, MetricRole role, MetricDefinition[] metrics)
    {
        Comparison[] comparisons =
        [
            .. from metric in metrics
               from arm in definition.Arms.Skip(1)
               select new Comparison(
                   definition, metric, arm.Name, statistics.Arm(definition.Arms[0].Name), statistics.Arm(arm.Name)),
        ];
        double evenLevel = definition.Alpha / comparisons.Length;
        if (role != MetricRole.Secondary)
        {
            return comparisons.Select(comparison => comparison.Result(evenLevel));
        }

        int chosen = FalseDiscoveries.Count(
            comparisons.Select(comparison => comparison.LogEvidence(evenLevel)), definition.Alpha);
        double level = FalseDiscoveries.Level(chosen, comparisons.Length, definition.Alpha);
        return comparisons.Select(comparison => comparison.Result(level));
    }
}
