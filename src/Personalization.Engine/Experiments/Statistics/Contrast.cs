using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// The contrast of an arm with the control, adjusted by the units' values before the experiment. Immutable.
/// </summary>
/// <param name="Count">The number of units in both arms.</param>
/// <param name="Control">The adjusted value of the control.</param>
/// <param name="Treatment">The adjusted value of the arm.</param>
/// <param name="ControlVariance">The squared standard error of the control's value.</param>
/// <param name="TreatmentVariance">The squared standard error of the arm's value.</param>
/// <param name="VarianceReduction">The share of the difference's variance that the adjustment removed, 0 to 1.</param>
/// <remarks>
/// The adjustment is CUPED (Deng, Xu, Kohavi and Walker, "Improving the sensitivity of online controlled experiments by
/// utilizing pre-experiment data", WSDM 2013). Without a covariate, nothing is adjusted.
/// </remarks>
internal readonly record struct Contrast(
    long Count,
    double Control,
    double Treatment,
    double ControlVariance,
    double TreatmentVariance,
    double VarianceReduction)
{
    /// <summary>Compares an arm with the control; null while one of them has no estimate.</summary>
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

    /// <summary>Gets the arm's value minus a multiple of the control's value.</summary>
    public double Difference(double factor) => Treatment - (factor * Control);

    /// <summary>Gets the standard error of <see cref="Difference"/>.</summary>
    public double Error(double factor) => Math.Sqrt(TreatmentVariance + (factor * factor * ControlVariance));

    /// <summary>
    /// Gets the interval of the arm's value minus a multiple of the control's value; null without variance.
    /// </summary>
    public Interval? Around(double factor, NormalMixture mixture, double level)
    {
        double half = Error(factor) * mixture.Multiplier(Count, level);
        return half > 0 ? new(Difference(factor) - half, Difference(factor) + half) : null;
    }

    /// <summary>
    /// Gets the interval of the arm's value divided by the control's, minus 1, by the delta method; null while the
    /// control's interval contains 0.
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
