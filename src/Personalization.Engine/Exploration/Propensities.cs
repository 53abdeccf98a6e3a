using System.Numerics.Tensors;

namespace Personalization.Engine.Exploration;

/// <summary>
/// The probability with which each policy draws each candidate. They are computed, not estimated, and the draw is made from them: what is logged is exact. Of
/// candidates with equal values the first counts as best.
/// </summary>
public static class Propensities
{
    /// <summary>The best, always.</summary>
    public static double[] Greedy(ReadOnlySpan<double> predicted) => Epsilon(predicted, 0);

    /// <summary>The best, except for a share of draws that take any candidate alike.</summary>
    /// <param name="predicted">The expected reward of each candidate; at least one.</param>
    /// <param name="epsilon">The share, 0 to 1.</param>
    public static double[] Epsilon(ReadOnlySpan<double> predicted, double epsilon)
    {
        double[] shares = new double[predicted.Length];
        Array.Fill(shares, epsilon / shares.Length);
        shares[TensorPrimitives.IndexOfMax(predicted)] += 1 - epsilon;
        return shares;
    }

    /// <summary>
    /// SquareCB (Foster and Rakhlin, "Beyond UCB: optimal and efficient contextual bandits with regression oracles", ICML 2020; the inverse gap weighting of Abe and Long 1999): a
    /// candidate is drawn with 1 / (candidates + sharpness x gap), the best with the rest.
    /// </summary>
    /// <param name="predicted">The expected reward of each candidate; at least one.</param>
    /// <param name="sharpness">How sharply it keeps to the best, above 0.</param>
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
    /// Thompson sampling (Thompson 1933) over a finite number of draws of what may be true: one of them is taken evenly, and the candidate best in it is shown. So a
    /// candidate's probability is the share of draws it is best in, however the candidates' rewards hang together; a floor keeps every candidate possible.
    /// </summary>
    /// <param name="sampled">For each candidate its expected reward in each draw; all of one length, at least 1.</param>
    /// <param name="floor">The share of draws that takes any candidate alike, 0 to 1.</param>
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
    public static int Draw(ReadOnlySpan<double> shares, Random chance)
    {
        double at = chance.NextDouble();
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
