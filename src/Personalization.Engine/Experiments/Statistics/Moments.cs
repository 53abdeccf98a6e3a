using System.Numerics;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// The sufficient statistics of one metric over many units (users): the count, and the sums, squares and products of
/// outcome, base and covariate. Immutable.
/// </summary>
/// <remarks>
/// Values are whole millionths and sums are 128-bit integers, so additions are exact: their order and grouping do not
/// matter, and a subtraction reverses an addition. When a unit's outcome changes, its new moments are added and its old
/// ones subtracted. The base is 1 for a mean per unit and the denominator for a ratio; the covariate is the unit's
/// value before the experiment, 0 without one. There is room for 1.7e8 units with the greatest value; beyond that,
/// addition throws <see cref="OverflowException"/>.
/// </remarks>
public readonly record struct Moments
{
    /// <summary>The greatest absolute value; greater values are clamped to it.</summary>
    public const double MaxValue = 1e9;

    /// <summary>The number of fixed-point units per whole.</summary>
    public const long Scale = 1_000_000;

    /// <summary>The number of units.</summary>
    public long Count { get; init; }

    /// <summary>The sum of the outcomes, in millionths.</summary>
    public Int128 OutcomeSum { get; init; }

    /// <summary>The sum of the bases, in millionths.</summary>
    public Int128 BaseSum { get; init; }

    /// <summary>The sum of the covariates, in millionths.</summary>
    public Int128 CovariateSum { get; init; }

    /// <summary>The sum of squared outcomes, in millionths of millionths, as are all products below.</summary>
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

    /// <summary>Creates the moments of one unit.</summary>
    /// <param name="outcome">The unit's outcome, rounded to millionths.</param>
    /// <param name="denominator">
    /// The base: 1 for a mean per unit; the unit's denominator for a ratio (impressions of a click rate).
    /// </param>
    /// <param name="covariate">
    /// The unit's value before the experiment, which the experiment cannot have changed; 0 for none.
    /// </param>
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

    /// <summary>Adds two moments.</summary>
    /// <exception cref="OverflowException">The sums exceed 128 bits.</exception>
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

    /// <summary>Subtracts moments that were added before.</summary>
    /// <exception cref="OverflowException">The sums exceed 128 bits.</exception>
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

    /// <summary>Converts a sum of values to a plain number.</summary>
    internal static double Plain(Int128 sum) => (double)sum / Scale;

    /// <summary>Gets the unbiased covariance from a sum of products and the two sums.</summary>
    /// <remarks>Integers are exact until the last division, so nothing cancels.</remarks>
    internal double Covariance(Int128 products, Int128 left, Int128 right)
    {
        BigInteger centered = ((BigInteger)Count * products) - ((BigInteger)left * right);
        return (double)centered / ((double)Count * (Count - 1)) / Scale / Scale;
    }

    private static Int128 Fixed(double value, string name) => double.IsNaN(value)
        ? throw new ArgumentException("A value must be a number.", name)
        : (long)Math.Round(Math.Clamp(value, -MaxValue, MaxValue) * Scale);
}
