using System.Numerics;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// All that an analysis needs of one metric over many units (users): how many, and the sums, squares and products of each unit's
/// outcome, base and covariate. Values are whole millionths and the sums 128-bit integers, so that adding is exact: the order and the
/// grouping of additions cannot matter, and what was added can be taken away again. A unit whose outcome grows is brought up to date by
/// adding its new moments minus its old ones.
/// </summary>
/// <remarks>
/// The base is 1 for a mean a unit and the denominator of a ratio metric; the covariate is the unit's own value from before the
/// experiment (0 without one). Room for 1.7e8 units that all have the greatest value; beyond, adding throws <see cref="OverflowException"/>.
/// </remarks>
public readonly record struct Moments
{
    /// <summary>The greatest absolute value; greater ones count as this.</summary>
    public const double MaxValue = 1e9;

    /// <summary>How many parts a whole has.</summary>
    public const long Scale = 1_000_000;

    /// <summary>How many units.</summary>
    public long Count { get; init; }

    /// <summary>The sum of the outcomes, in millionths.</summary>
    public Int128 OutcomeSum { get; init; }

    /// <summary>The sum of the bases, in millionths.</summary>
    public Int128 BaseSum { get; init; }

    /// <summary>The sum of the covariates, in millionths.</summary>
    public Int128 CovariateSum { get; init; }

    /// <summary>The sum of squared outcomes, in millionths of millionths, as all products below.</summary>
    public Int128 OutcomeSquares { get; init; }

    /// <summary>The sum of squared bases.</summary>
    public Int128 BaseSquares { get; init; }

    /// <summary>The sum of squared covariates.</summary>
    public Int128 CovariateSquares { get; init; }

    /// <summary>The sum of outcome times base.</summary>
    public Int128 OutcomeByBase { get; init; }

    /// <summary>The sum of outcome times covariate.</summary>
    public Int128 OutcomeByCovariate { get; init; }

    /// <summary>The sum of base times covariate.</summary>
    public Int128 BaseByCovariate { get; init; }

    /// <summary>The moments of one unit.</summary>
    /// <param name="outcome">What the unit did; rounded to millionths.</param>
    /// <param name="denominator">1 for a mean a unit; the unit's own denominator for a ratio metric (impressions of a click rate).</param>
    /// <param name="covariate">The unit's own value before the experiment, unaffected by it; 0 when there is none.</param>
    /// <exception cref="ArgumentException">A value is not a number.</exception>
    public static Moments Of(double outcome, double denominator = 1, double covariate = 0)
    {
        Int128 y = Fixed(outcome, nameof(outcome));
        Int128 z = Fixed(denominator, nameof(denominator));
        Int128 x = Fixed(covariate, nameof(covariate));
        return new()
        {
            Count = 1,
            OutcomeSum = y,
            BaseSum = z,
            CovariateSum = x,
            OutcomeSquares = y * y,
            BaseSquares = z * z,
            CovariateSquares = x * x,
            OutcomeByBase = y * z,
            OutcomeByCovariate = y * x,
            BaseByCovariate = z * x,
        };
    }

    /// <summary>The moments of both taken together.</summary>
    /// <exception cref="OverflowException">There is no room for so many or so great values.</exception>
    public static Moments operator +(in Moments left, in Moments right) => checked(new()
    {
        Count = left.Count + right.Count,
        OutcomeSum = left.OutcomeSum + right.OutcomeSum,
        BaseSum = left.BaseSum + right.BaseSum,
        CovariateSum = left.CovariateSum + right.CovariateSum,
        OutcomeSquares = left.OutcomeSquares + right.OutcomeSquares,
        BaseSquares = left.BaseSquares + right.BaseSquares,
        CovariateSquares = left.CovariateSquares + right.CovariateSquares,
        OutcomeByBase = left.OutcomeByBase + right.OutcomeByBase,
        OutcomeByCovariate = left.OutcomeByCovariate + right.OutcomeByCovariate,
        BaseByCovariate = left.BaseByCovariate + right.BaseByCovariate,
    });

    /// <summary>The moments with everything of the other side taken back.</summary>
    /// <exception cref="OverflowException">There is no room for so many or so great values.</exception>
    public static Moments operator -(in Moments left, in Moments right) => left + new Moments
    {
        Count = -right.Count,
        OutcomeSum = -right.OutcomeSum,
        BaseSum = -right.BaseSum,
        CovariateSum = -right.CovariateSum,
        OutcomeSquares = -right.OutcomeSquares,
        BaseSquares = -right.BaseSquares,
        CovariateSquares = -right.CovariateSquares,
        OutcomeByBase = -right.OutcomeByBase,
        OutcomeByCovariate = -right.OutcomeByCovariate,
        BaseByCovariate = -right.BaseByCovariate,
    };

    /// <summary>A sum of values as a plain number.</summary>
    internal static double Plain(Int128 sum) => (double)sum / Scale;

    /// <summary>The unbiased covariance from a sum of products and the two sums: exact integers until the last division, so nothing cancels.</summary>
    internal double Covariance(Int128 products, Int128 left, Int128 right)
    {
        BigInteger centred = ((BigInteger)Count * products) - ((BigInteger)left * right);
        return (double)centred / ((double)Count * (Count - 1)) / Scale / Scale;
    }

    private static Int128 Fixed(double value, string name) => double.IsNaN(value)
        ? throw new ArgumentException("A value must be a number.", name)
        : (long)Math.Round(Math.Clamp(value, -MaxValue, MaxValue) * Scale);
}
