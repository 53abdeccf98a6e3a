namespace Personalization.Engine.Experiments.Statistics;

/// <summary>A metric's estimate in one arm and its variance, by the delta method. Immutable.</summary>
/// <param name="Count">The number of units.</param>
/// <param name="Value">The estimate: the ratio of the sums.</param>
/// <param name="Variance">The variance of a unit's contribution.</param>
/// <param name="CovariateMean">The mean of the covariate.</param>
/// <param name="CovariateVariance">The variance of the covariate; 0 without a covariate.</param>
/// <param name="Covariance">The covariance of a unit's contribution and its covariate.</param>
/// <remarks>
/// A ratio of sums varies with (outcome - ratio x base) / mean base of each unit (Deng, Knoblich and Lu, "Applying the
/// Delta Method in Metric Analytics", KDD 2018). A mean per unit is the ratio with base 1.
/// </remarks>
internal readonly record struct ArmEstimate(
    long Count, double Value, double Variance, double CovariateMean, double CovariateVariance, double Covariance)
{
    /// <summary>Gets the estimate; null with fewer than two units or without a base.</summary>
    public static ArmEstimate? Of(in Moments moments)
    {
        if (moments.Count < 2 || moments.BaseSum <= 0)
        {
            return null;
        }

        double ratio = (double)moments.OutcomeSum / (double)moments.BaseSum;
        double meanBase = Moments.Plain(moments.BaseSum) / moments.Count;
        double outcome = moments.Covariance(moments.OutcomeSquares, moments.OutcomeSum, moments.OutcomeSum);
        double both = moments.Covariance(moments.OutcomeByBase, moments.OutcomeSum, moments.BaseSum);
        double basis = moments.Covariance(moments.BaseSquares, moments.BaseSum, moments.BaseSum);
        double withCovariate = moments.Covariance(moments.OutcomeByCovariate, moments.OutcomeSum, moments.CovariateSum)
            - (ratio * moments.Covariance(moments.BaseByCovariate, moments.BaseSum, moments.CovariateSum));
        return new(
            moments.Count,
            ratio,
            Math.Max(0, outcome - (2 * ratio * both) + (ratio * ratio * basis)) / (meanBase * meanBase),
            Moments.Plain(moments.CovariateSum) / moments.Count,
            moments.Covariance(moments.CovariateSquares, moments.CovariateSum, moments.CovariateSum),
            withCovariate / meanBase);
    }
}
