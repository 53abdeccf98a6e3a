using System.Collections.Immutable;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Experiments.Results;

/// <summary>
/// Says what an experiment has shown. Every interval is a confidence sequence, so results are valid at every look. The correction for several metrics and arms differs by role:
/// <list type="bullet">
/// <item>primary metrics share alpha evenly over metrics and arms (Bonferroni): the probability of any false conclusion, ever, is at most alpha, under any dependence, and the intervals say
/// exactly what the verdicts say;</item>
/// <item>secondary metrics go by e-BH at alpha: there may be many, and a share of false ones among those pointed out is what matters;</item>
/// <item>guardrails share alpha evenly over guardrails and arms, apart from the primary ones: a false rollback ever has a probability of at most alpha. To pass, every guardrail must hold, which
/// needs no correction of its own (an intersection-union test) and is only made stricter by it.</item>
/// </list>
/// </summary>
public static class ExperimentAnalyst
{
    /// <summary>The error level of the watch over the split: a false alarm stops a good experiment, so it is strict.</summary>
    public const double SampleRatioLevel = 0.001;

    /// <summary>Analyses what is known now.</summary>
    public static ExperimentResults Analyse(ExperimentDefinition definition, ExperimentStatistics statistics)
    {
        ImmutableArray<double> shares = definition.ArmShares();
        long[] units = [.. definition.Arms.Select(arm => statistics.Arm(arm.Name).Units)];
        ImmutableArray<string> names = [.. definition.Metrics.Select(metric => metric.Name)];
        double evidence = SampleRatioTest.LogEvidence(units, shares.AsSpan(), definition.PlannedUnits, SampleRatioLevel);
        return new()
        {
            Arms = [.. definition.Arms.Select((arm, i) => new ArmResult(arm.Name, units[i], shares[i]))],
            SampleRatio = new(evidence, Math.Min(1, Math.Exp(-evidence)), evidence >= -Math.Log(SampleRatioLevel)),
            Metrics =
            [
                .. definition.Metrics.GroupBy(metric => metric.Role).SelectMany(role => Judge(definition, statistics, role.Key, [.. role]))
                    .OrderBy(result => names.IndexOf(result.Metric)),
            ],
        };
    }

    private static IEnumerable<MetricResult> Judge(ExperimentDefinition definition, ExperimentStatistics statistics, MetricRole role, MetricDefinition[] metrics)
    {
        Comparison[] comparisons =
        [
            .. from metric in metrics
               from arm in definition.Arms.Skip(1)
               select new Comparison(definition, metric, arm.Name, statistics.Arm(definition.Arms[0].Name), statistics.Arm(arm.Name)),
        ];
        double even = definition.Alpha / comparisons.Length;
        if (role != MetricRole.Secondary)
        {
            return comparisons.Select(comparison => comparison.Result(even));
        }

        int chosen = FalseDiscoveries.Count(comparisons.Select(comparison => comparison.LogEvidence(even)), definition.Alpha);
        double level = FalseDiscoveries.Level(chosen, comparisons.Length, definition.Alpha);
        return comparisons.Select(comparison => comparison.Result(level));
    }
}
