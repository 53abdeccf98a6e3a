using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Experiments.Statistics;

/// <summary>The exact confidence sequence of a proportion: every rate the <see cref="BernoulliMixture"/> does not speak against. Valid at every look, at any size.</summary>
public static class ProportionSequence
{
    private const double Least = 1e-12;
    private const int Halvings = 60;

    /// <summary>The interval at this look.</summary>
    /// <param name="yes">How many units had the outcome.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="level">The probability that the interval ever misses, over all looks.</param>
    /// <param name="plannedCount">At how many units the interval is to be narrowest; it is valid at any.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more yes than units, or fewer than none.</exception>
    public static Interval Of(long yes, long count, double level, long plannedCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(yes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(yes, count);
        if (count == 0)
        {
            return new(0, 1);
        }

        double concentration = BernoulliMixture.Concentration(plannedCount, level);
        double middle = Math.Clamp((double)yes / count, Least, 1 - Least);
        double bound = -Math.Log(level);
        bool Stands(double rate) => BernoulliMixture.LogEvidence(yes, count, rate, concentration) < bound;
        return new(yes == 0 || Stands(Least) ? 0 : Edge(Least, middle, Stands), yes == count || Stands(1 - Least) ? 1 : Edge(1 - Least, middle, Stands));
    }

    /// <summary>The outermost rate that stands, taken from outside so that rounding widens.</summary>
    private static double Edge(double fallen, double standing, Func<double, bool> stands)
    {
        for (int i = 0; i < Halvings; i++)
        {
            double between = (fallen + standing) / 2;
            if (stands(between))
            {
                standing = between;
            }
            else
            {
                fallen = between;
            }
        }

        return fallen;
    }
}
