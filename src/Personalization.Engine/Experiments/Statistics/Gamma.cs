namespace Personalization.Engine.Experiments.Statistics;

/// <summary>The logarithm of the gamma function and of rising factorials.</summary>
internal static class Gamma
{
    private const double SeriesMinimum = 15;
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>Gets the logarithm of the gamma function, accurate to about 14 digits.</summary>
    /// <param name="x">The argument, above 0.</param>
    public static double Log(double x)
    {
        // The series needs great arguments: gamma(x) = gamma(x + n) / (x (x + 1) ... (x + n - 1))
        double product = 1;
        while (x < SeriesMinimum)
        {
            product *= x;
            x++;
        }

        double inverse = 1 / (x * x);
        double series = ((((((-691.0 / 360360 * inverse) + (1.0 / 1188)) * inverse) - (1.0 / 1680)) * inverse)
            + (1.0 / 1260)) * inverse;
        series = (((series - (1.0 / 360)) * inverse) + (1.0 / 12)) / x;
        return ((x - 0.5) * Math.Log(x)) - x + HalfLogTwoPi + series - Math.Log(product);
    }

    /// <summary>Gets the logarithm of the rising factorial x (x + 1) ... (x + n - 1).</summary>
    public static double LogRising(double x, long n) => n == 0 ? 0 : Log(x + n) - Log(x);
}
