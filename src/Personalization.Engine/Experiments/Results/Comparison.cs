using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Experiments.Results;

/// <summary>One arm against the control on one metric.</summary>
internal sealed class Comparison(ExperimentDefinition definition, MetricDefinition metric, string arm, ArmStatistics control, ArmStatistics treatment)
{
    private readonly NormalMixture _mixture = new(definition.PlannedUnits, definition.Alpha);

    /// <summary>
    /// The logarithm of the evidence against there being no difference. A quantile's interval has none of its own: what leaves nought out at a level is evidence of 1/level.
    /// </summary>
    public double LogEvidence(double level) => metric.Kind == MetricKind.Quantile
        ? QuantileInterval(level) is { } interval && !interval.Covers(0) ? -Math.Log(level) : double.NegativeInfinity
        : Means() is { } means && means.Error(1) > 0 ? _mixture.LogEvidence(means.Difference(1) / means.Error(1), means.Count) : double.NegativeInfinity;

    /// <summary>What is known, with intervals of a level.</summary>
    public MetricResult Result(double level) => metric.Kind == MetricKind.Quantile ? OfQuantiles(level) : OfMeans(level);

    private MetricResult OfQuantiles(double level)
    {
        double? from = QuantileSequence.Estimate(Histogram(control), metric.Quantile);
        double? to = QuantileSequence.Estimate(Histogram(treatment), metric.Quantile);
        Interval? interval = QuantileInterval(level);
        return new()
        {
            Metric = metric.Name,
            Arm = arm,
            Role = metric.Role,
            Method = "quantile confidence sequence (Howard and Ramdas 2022), two at half the level",
            Level = level,
            Control = from,
            Value = to,
            Difference = to - from,
            Interval = interval,
            Relative = (to / from) - 1,
            Verdict = Judge(interval, QuantileInterval(level, Tolerated())),
        };
    }

    private MetricResult OfMeans(double level)
    {
        Contrast? means = Means();
        Interval? interval = means?.Around(1, _mixture, level);
        return new()
        {
            Metric = metric.Name,
            Arm = arm,
            Role = metric.Role,
            Method = "asymptotic confidence sequence (Waudby-Smith et al. 2024)" + (means?.VarianceReduction > 0 ? " with CUPED (Deng et al. 2013)" : string.Empty),
            Level = level,
            Control = MeanSequence.Estimate(MomentsOf(control)),
            Value = MeanSequence.Estimate(MomentsOf(treatment)),
            Difference = means?.Difference(1),
            Interval = interval,
            ExactInterval = metric.Kind == MetricKind.Proportion ? Proportion(treatment, level / 2) - Proportion(control, level / 2) : null,
            Relative = means is { Control: not 0 } known ? (known.Treatment / known.Control) - 1 : null,
            RelativeInterval = means?.Relative(_mixture, level),
            PValue = means is null ? null : Math.Min(1, Math.Exp(-LogEvidence(level))),
            VarianceReduction = means?.VarianceReduction ?? 0,
            Verdict = Judge(interval, means?.Around(Tolerated(), _mixture, level)),
        };
    }

    /// <summary>The value a guardrail allows, as a part of the control's.</summary>
    private double Tolerated() => metric.HigherIsBetter ? 1 - metric.Margin : 1 + metric.Margin;

    /// <summary>Judges by the difference, a guardrail by the arm's value minus what is tolerated of the control's.</summary>
    private Verdict Judge(Interval? difference, Interval? againstMargin)
    {
        bool isGuardrail = metric.Role == MetricRole.Guardrail;
        Interval? judged = isGuardrail ? againstMargin : difference;
        bool isAbove = judged?.Low > 0;
        bool isBelow = judged?.High < 0;
        return (metric.HigherIsBetter ? isAbove : isBelow) ? isGuardrail ? Verdict.Holds : Verdict.Better
            : (metric.HigherIsBetter ? isBelow : isAbove) ? isGuardrail ? Verdict.Breached : Verdict.Worse
            : Verdict.Open;
    }

    private Contrast? Means() => Math.Min(MomentsOf(control).Count, MomentsOf(treatment).Count) >= definition.MinUnits
        ? Contrast.Of(MomentsOf(control), MomentsOf(treatment))
        : null;

    private Moments MomentsOf(ArmStatistics statistics) => statistics.Metrics.GetValueOrDefault(metric.Name);

    private QuantileCounts Histogram(ArmStatistics statistics) => statistics.Quantiles.GetValueOrDefault(metric.Name, QuantileCounts.Empty);

    private Interval Proportion(ArmStatistics statistics, double level)
    {
        Moments moments = MomentsOf(statistics);
        return ProportionSequence.Of((long)(moments.OutcomeSum / Moments.Scale), moments.Count, level, Math.Max(1, definition.PlannedUnits / definition.Arms.Length));
    }

    private Interval? QuantileInterval(double level, double part = 1)
    {
        long planned = Math.Max(1, definition.PlannedUnits / definition.Arms.Length);
        return QuantileSequence.Of(Histogram(treatment), metric.Quantile, level / 2, planned) is { } to
            && QuantileSequence.Of(Histogram(control), metric.Quantile, level / 2, planned) is { } from
                ? to - new Interval(part * from.Low, part * from.High)
                : null;
    }
}
