using MathNet.Numerics.Distributions;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>Draws simulated users. Each function takes the random source and whether the user is treated.</summary>
internal static class Units
{
    /// <summary>Gets users who convert at a rate that treatment multiplies by 1 plus the lift.</summary>
    public static Func<Random, bool, Unit> Conversion(double rate, double lift = 0) =>
        (chance, treated) => new(chance.NextDouble() < rate * (treated ? 1 + lift : 1) ? 1 : 0);

    /// <summary>Gets users of whom one in twenty buys, for a log-normal amount: mostly zeros and a long tail.</summary>
    public static Func<Random, bool, Unit> Revenue() =>
        (chance, _) => new(chance.NextDouble() < 0.05 ? Math.Exp(3 + Normal.Sample(chance, 0, 1)) : 0);

    /// <summary>Gets users with an individual habit that shows before and during the experiment.</summary>
    public static Func<Random, bool, Unit> RevenueWithPast(double lift = 0) => (chance, treated) =>
    {
        double habit = Math.Exp(0.8 * Normal.Sample(chance, 0, 1));
        double past = habit * Math.Exp(0.4 * Normal.Sample(chance, 0, 1));
        double present = habit * Math.Exp(0.4 * Normal.Sample(chance, 0, 1));
        return new(present * (treated ? 1 + lift : 1), 1, past);
    };

    /// <summary>
    /// Gets users with individual impressions and click rates, so that the clicks of a user are not independent.
    /// </summary>
    public static Func<Random, bool, Unit> Clicks() => (chance, _) =>
    {
        int impressions = 1 + (int)(-8 * Math.Log(1 - chance.NextDouble()));
        double rate = Math.Min(1, 0.1 * Math.Exp(0.7 * Normal.Sample(chance, 0, 1)));
        int clicks = 0;
        for (int i = 0; i < impressions; i++)
        {
            clicks += chance.NextDouble() < rate ? 1 : 0;
        }

        return new(clicks, impressions);
    };
}
