namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// A metric's value in one arm and how it varies, by the delta method: a ratio of sums moves with (outcome - ratio x base) / mean base of each unit
/// (Deng, Knoblich and Lu, "Applying the Delta Method in Metric Analytics", KDD 2018). A mean a unit is the ratio whose base is 1.
/// </summary>
/// <param name="Count">How many units.</param>
/// <param name="Value">The ratio of the sums.</param>
/// <param name="Variance">The variance of a unit's contribution.</param>
/// <param name="CovariateMean">The mean of the covariate.</param>
/// <param name="CovariateVariance">Its variance; 0 when there is none.</param>
/// <param name="Covariance">The covariance of a unit's contribution and its covariate.</param>
internal readonly record struct ArmEstimate(long Count, double Value, double Variance, double CovariateMean, double CovariateVariance, double Covariance)
{
    /// <summary>The estimate, or null with fewer than two units or no base.</summary>
    public static ArmEstimate? Of(in Moments of)
    {
        if (of.Count < 2 || of.BaseSum <= 0)
        {
            return null;
        }

        double ratio = (double)of.OutcomeSum / (double)of.BaseSum;
        double meanBase = Moments.Plain(of.BaseSum) / of.Count;
        double outcome = of.Covariance(of.OutcomeSquares, of.OutcomeSum, of.OutcomeSum);
        double both = of.Covariance(of.OutcomeByBase, of.OutcomeSum, of.BaseSum);
        double basis = of.Covariance(of.BaseSquares, of.BaseSum, of.BaseSum);
        double withCovariate = of.Covariance(of.OutcomeByCovariate, of.OutcomeSum, of.CovariateSum)
            - (ratio * of.Covariance(of.BaseByCovariate, of.BaseSum, of.CovariateSum));
        return new(
            of.Count,
            ratio,
            Math.Max(0, outcome - (2 * ratio * both) + (ratio * ratio * basis)) / (meanBase * meanBase),
            Moments.Plain(of.CovariateSum) / of.Count,
            of.Covariance(of.CovariateSquares, of.CovariateSum, of.CovariateSum),
            withCovariate / meanBase);
    }
}
