using System.Numerics.Tensors;

namespace Personalization.Engine.Exploration;

/// <summary>
/// Computes the probability of each candidate under each exploration policy. The first of equal candidates is the best.
/// </summary>
/// <remarks>The draw uses these probabilities, so the logged propensities are exact and not estimates.</remarks>
public static class Propensities
{
    /// <summary>Returns probability 1 for the best candidate.</summary>
    public static double[] Greedy(ReadOnlySpan<double> predicted) => Epsilon(predicted, 0);

    /// <summary>Returns the probabilities of the epsilon-greedy policy.</summary>
    /// <param name="predicted">The predicted reward of each candidate; at least one candidate.</param>
    /// <param name="epsilon">The share of uniform draws, 0 to 1.</param>
    public static double[] Epsilon(ReadOnlySpan<double> predicted, double epsilon)
    {
        double[] shares = new double[predicted.Length];
        Array.Fill(shares, epsilon / shares.Length);
        shares[TensorPrimitives.IndexOfMax(predicted)] += 1 - epsilon;
        return shares;
    }

    /// <summary>
    /// Returns the probabilities of SquareCB (Foster and Rakhlin, "Beyond UCB: optimal and efficient contextual bandits
    /// with regression oracles", ICML 2020; inverse gap weighting of Abe and Long 1999): 1 / (candidates + sharpness x
    /// gap to the best), and the rest for the best.
    /// </summary>
    /// <param name="predicted">The predicted reward of each candidate; at least one candidate.</param>
    /// <param name="sharpness">How strongly the policy prefers the best candidates, above 0.</param>
    public static double[] SquareCb(ReadOnlySpan<double> predicted, double sharpness)
    {
        int best = TensorPrimitives.IndexOfMax(predicted);
        double[] shares = new double[predicted.Length];
        double rest = 1;
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = i == best ? 0 : 1 / (shares.Length + (sharpness * (predicted[best] - predicted[i])));
            rest -= shares[i];
        }

        shares[best] = rest;
        return shares;
    }

    /// <summary>
    /// Returns the probabilities of Thompson sampling (Thompson 1933) over a finite number of posterior draws: the
    /// share of draws in which a candidate is the best, with a uniform floor.
    /// </summary>
    /// <remarks>
    /// This holds for any correlation between the rewards of candidates. The floor gives every candidate a positive
    /// probability.
    /// </remarks>
    /// <param name="sampled">The expected rewards, candidates x draws; at least one draw, the same number for each
    /// candidate.</param>
    /// <param name="floor">The share of uniform draws, 0 to 1.</param>
    public static double[] Thompson(double[][] sampled, double floor)
    {
        double[] shares = new double[sampled.Length];
        Array.Fill(shares, floor / shares.Length);
        int draws = sampled[0].Length;
        for (int draw = 0; draw < draws; draw++)
        {
            int best = 0;
            for (int i = 1; i < sampled.Length; i++)
            {
                best = sampled[i][draw] > sampled[best][draw] ? i : best;
            }

            shares[best] += (1 - floor) / draws;
        }

        return shares;
    }

    /// <summary>Draws a candidate by its probability.</summary>
    /// <param name="shares">The probability of each candidate; the sum is 1.</param>
    /// <param name="random">The random number generator.</param>
    /// <returns>The index of the candidate.</returns>
    public static int Draw(ReadOnlySpan<double> shares, Random random)
    {
        double at = random.NextDouble();
        int last = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            if (shares[i] > 0)
            {
                last = i;
                at -= shares[i];
                if (at < 0)
                {
                    break;
                }
            }
        }

        return last;
    }
}
