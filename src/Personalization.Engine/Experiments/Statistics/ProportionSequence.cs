using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>
/// The exact confidence sequence of a proportion: all rates that the <see cref="BernoulliMixture"/> does not reject.
/// </summary>
/// <remarks>Valid at every interim analysis and for any number of units.</remarks>
public static class ProportionSequence
{
    private const double MinRate = 1e-12;
    private const int Halvings = 60;

    /// <summary>Gets the interval.</summary>
    /// <param name="yes">The number of units with the outcome.</param>
    /// <param name="count">The number of units.</param>
    /// <param name="level">
    /// The probability that the interval ever misses the true value, over all interim analyses.
    /// </param>
    /// <param name="plannedCount">
    /// The number of units at which the interval is narrowest; it is valid at any number.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="yes"/> is negative or greater than <paramref name="count"/>.
    /// </exception>
    public static Interval Of(long yes, long count, double level, long plannedCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(yes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(yes, count);
        if (count == 0)
        {
            return new(0, 1);
        }

        double concentration = BernoulliMixture.Concentration(plannedCount, level);
        double middle = Math.Clamp((double)yes / count, MinRate, 1 - MinRate);
        double bound = -Math.Log(level);
        bool IsAccepted(double rate) => BernoulliMixture.LogEvidence(yes, count, rate, concentration) < bound;
        return new(
            yes == 0 || IsAccepted(MinRate) ? 0 : Edge(MinRate, middle, IsAccepted),
            yes == count || IsAccepted(1 - MinRate) ? 1 : Edge(1 - MinRate, middle, IsAccepted));
    }

    /// <summary>
    /// Finds the outermost accepted rate by bisection from outside, so that rounding widens the interval.
    /// </summary>
    private static double Edge(double rejected, double accepted, Func<double, bool> isAccepted)
    {
        for (int i = 0; i < Halvings; i++)
        {
            double between = (rejected + accepted) / 2;
            if (isAccepted(between))
            {
                accepted = between;
            }
            else
            {
                rejected = between;
            }
        }

        return rejected;
    }
}
