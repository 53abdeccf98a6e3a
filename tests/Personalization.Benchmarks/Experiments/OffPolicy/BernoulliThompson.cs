using MathNet.Numerics.Distributions;

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
                rates[item] = Beta.Sample(chance, alpha[item], beta[item]);
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
}
