using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// Two arms side by side, each value adjusted by the units' own past: CUPED (Deng, Xu, Kohavi and Walker, "Improving the sensitivity of online
/// controlled experiments by utilizing pre-experiment data", WSDM 2013). Without a covariate nothing is adjusted.
/// </summary>
/// <param name="Count">The units of both arms.</param>
/// <param name="Control">The adjusted value of the control.</param>
/// <param name="Treatment">The adjusted value of the arm compared with it.</param>
/// <param name="ControlVariance">The squared standard error of the control's value.</param>
/// <param name="TreatmentVariance">The squared standard error of the arm's value.</param>
/// <param name="VarianceReduction">The share of the difference's variance that the adjustment took away, 0 to 1.</param>
internal readonly record struct Contrast(long Count, double Control, double Treatment, double ControlVariance, double TreatmentVariance, double VarianceReduction)
{
    /// <summary>Compares two arms; null while an arm has no estimate.</summary>
    public static Contrast? Of(in Moments control, in Moments treatment)
    {
        if (ArmEstimate.Of(control) is not { } c || ArmEstimate.Of(treatment) is not { } t)
        {
            return null;
        }

        double spread = (c.Count * c.CovariateVariance) + (t.Count * t.CovariateVariance);
        double slope = spread > 0 ? ((c.Count * c.Covariance) + (t.Count * t.Covariance)) / spread : 0;
        double pooled = ((c.Count * c.CovariateMean) + (t.Count * t.CovariateMean)) / (c.Count + t.Count);
        double plain = (c.Variance / c.Count) + (t.Variance / t.Count);
        double forControl = Adjusted(c, slope);
        double forTreatment = Adjusted(t, slope);
        return new(
            c.Count + t.Count,
            c.Value - (slope * (c.CovariateMean - pooled)),
            t.Value - (slope * (t.CovariateMean - pooled)),
            forControl,
            forTreatment,
            plain > 0 ? Math.Max(0, 1 - ((forControl + forTreatment) / plain)) : 0);
    }

    /// <summary>The arm's value minus a part of the control's.</summary>
    public double Difference(double part) => Treatment - (part * Control);

    /// <summary>The standard error of <see cref="Difference"/>.</summary>
    public double Error(double part) => Math.Sqrt(TreatmentVariance + (part * part * ControlVariance));

    /// <summary>The interval of the arm's value minus a part of the control's; null while nothing varies.</summary>
    public Interval? Around(double part, NormalMixture mixture, double level)
    {
        double half = Error(part) * mixture.Multiplier(Count, level);
        return half > 0 ? new(Difference(part) - half, Difference(part) + half) : null;
    }

    /// <summary>
    /// The interval of the arm's value over the control's, less 1, by the delta method; null while the control's own value may be nought.
    /// </summary>
    public Interval? Relative(NormalMixture mixture, double level)
    {
        double multiplier = mixture.Multiplier(Count, level);
        if (Math.Abs(Control) <= multiplier * Math.Sqrt(ControlVariance) || Error(1) == 0)
        {
            return null;
        }

        double ratio = Treatment / Control;
        double half = multiplier * Error(ratio) / Math.Abs(Control);
        return new(ratio - 1 - half, ratio - 1 + half);
    }

    private static double Adjusted(in ArmEstimate arm, double slope) =>
        Math.Max(0, arm.Variance - (2 * slope * arm.Covariance) + (slope * slope * arm.CovariateVariance)) / arm.Count;
}
