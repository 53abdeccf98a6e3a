using Personalization.Benchmarks.Experiments.Simulations;

namespace Personalization.Benchmarks.Experiments.OffPolicy;

/// <summary>
/// The Thompson sampling policy that logged the Open Bandit data. It draws each item's click rate from a beta
/// distribution and shows the three items with the highest rates, in order.
/// </summary>
internal static class BernoulliThompson
{
    /// <summary>Estimates the probability of each item at each position by simulation: [position][item].</summary>
    public static double[][] Probabilities(double[] alpha, double[] beta, int positions, int draws, Random chance)
    {
        double[][] shares = [.. Enumerable.Range(0, positions).Select(_ => new double[alpha.Length])];
        double[] rates = new double[alpha.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            for (int item = 0; item < rates.Length; item++)
            {
                double yes = Gamma(alpha[item], chance);
                rates[item] = yes / (yes + Gamma(beta[item], chance));
            }

            for (int position = 0; position < positions; position++)
            {
                int best = Array.IndexOf(rates, rates.Max());
                shares[position][best] += 1.0 / draws;
                rates[best] = -1;
            }
        }

        return shares;
    }

    /// <summary>
    /// Draws from the gamma distribution; a shape of at least 1 directly (Marsaglia and Tsang, "A simple method for
    /// generating gamma variables", 2000); a smaller shape by the power rule.
    /// </summary>
    public static double Gamma(double shape, Random chance)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1, chance) * Math.Pow(1 - chance.NextDouble(), 1 / shape);
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Units.Normal(chance);
            double v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - chance.NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }
}
