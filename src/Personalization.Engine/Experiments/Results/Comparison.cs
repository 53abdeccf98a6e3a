using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Experiments.Results;

/// <summary>The comparison of one arm with the control on one metric.</summary>
internal sealed class Comparison(
    ExperimentDefinition definition,
    MetricDefinition metric,
    string arm,
    ArmStatistics control,
    ArmStatistics treatment)
{
    private readonly NormalMixture _mixture = new(definition.PlannedUnits, definition.Alpha);

    /// <summary>Gets the logarithm of the evidence (e-value) against no difference.</summary>
    /// <remarks>
    /// A quantile interval has no e-value. If the interval at a level excludes 0, the evidence is 1/level.
    /// </remarks>
    public double LogEvidence(double level)
    {
        if (metric.Kind == MetricKind.Quantile)
        {
            return QuantileInterval(level) is { } interval && !interval.Covers(0)
                ? -Math.Log(level)
                : double.NegativeInfinity;
        }

        return Means() is { } means && means.Error(1) > 0
            ? _mixture.LogEvidence(means.Difference(1) / means.Error(1), means.Count)
            : double.NegativeInfinity;
    }

    /// <summary>Gets the result with intervals at a level.</summary>
    public MetricResult Result(double level) =>
        metric.Kind == MetricKind.Quantile ? QuantileResult(level) : MeanResult(level);

    private MetricResult QuantileResult(double level)
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
            Verdict = Decide(interval, QuantileInterval(level, LimitFactor())),
        };
    }

    private MetricResult MeanResult(double level)
    {
        Contrast? means = Means();
        Interval? interval = means?.Around(1, _mixture, level);
        return new()
        {
            Metric = metric.Name,
            Arm = arm,
            Role = metric.Role,
            Method = "asymptotic confidence sequence (Waudby-Smith et al. 2024)"
                + (means?.VarianceReduction > 0 ? " with CUPED (Deng et al. 2013)" : string.Empty),
            Level = level,
            Control = MeanSequence.Estimate(MomentsOf(control)),
            Value = MeanSequence.Estimate(MomentsOf(treatment)),
            Difference = means?.Difference(1),
            Interval = interval,
            ExactInterval = metric.Kind == MetricKind.Proportion
                ? Proportion(treatment, level / 2) - Proportion(control, level / 2)
                : null,
            Relative = means is { Control: not 0 } known ? (known.Treatment / known.Control) - 1 : null,
            RelativeInterval = means?.Relative(_mixture, level),
            PValue = means is null ? null : Math.Min(1, Math.Exp(-LogEvidence(level))),
            VarianceReduction = means?.VarianceReduction ?? 0,
            Verdict = Decide(interval, means?.Around(LimitFactor(), _mixture, level)),
        };
    }

    /// <summary>The limit of a guardrail as a multiple of the control's value.</summary>
    private double LimitFactor() => metric.HigherIsBetter ? 1 - metric.Margin : 1 + metric.Margin;

    /// <summary>
    /// Decides by the interval of the difference; for a guardrail, by the interval of the arm's value minus the limit.
    /// </summary>
    private Verdict Decide(Interval? difference, Interval? againstLimit)
    {
        bool isGuardrail = metric.Role == MetricRole.Guardrail;
        Interval? decisive = isGuardrail ? againstLimit : difference;
        bool isAbove = decisive?.Low > 0;
        bool isBelow = decisive?.High < 0;
        if (metric.HigherIsBetter ? isAbove : isBelow)
        {
            return isGuardrail ? Verdict.Holds : Verdict.Better;
        }

        if (metric.HigherIsBetter ? isBelow : isAbove)
        {
            return isGuardrail ? Verdict.Breached : Verdict.Worse;
        }

        return Verdict.Open;
    }

    private Contrast? Means() => Math.Min(MomentsOf(control).Count, MomentsOf(treatment).Count) >= definition.MinUnits
        ? Contrast.Of(MomentsOf(control), MomentsOf(treatment))
        : null;

    private Moments MomentsOf(ArmStatistics statistics) => statistics.Metrics.GetValueOrDefault(metric.Name);

    private QuantileCounts Histogram(ArmStatistics statistics) =>
        statistics.Quantiles.GetValueOrDefault(metric.Name, QuantileCounts.Empty);

    private Interval Proportion(ArmStatistics statistics, double level)
    {
        Moments moments = MomentsOf(statistics);
        return ProportionSequence.Of(
            (long)(moments.OutcomeSum / Moments.Scale),
            moments.Count,
            level,
            Math.Max(1, definition.PlannedUnits / definition.Arms.Length));
    }

    private Interval? QuantileInterval(double level, double factor = 1)
    {
        long planned = Math.Max(1, definition.PlannedUnits / definition.Arms.Length);
        return QuantileSequence.Of(Histogram(treatment), metric.Quantile, level / 2, planned) is { } to
            && QuantileSequence.Of(Histogram(control), metric.Quantile, level / 2, planned) is { } from
                ? to - new Interval(factor * from.Low, factor * from.High)
                : null;
    }
}
