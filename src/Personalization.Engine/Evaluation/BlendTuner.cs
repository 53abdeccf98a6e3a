using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Evaluation;

/// <summary>
/// Chooses the blend's weights on validation cases: from the defaults and from other starts, one weight at a time over a fixed grid, round after
/// round until nothing changes; the best of those climbs that is really better than the defaults. A change must raise NDCG by at least twice its own standard error (of the paired differences, a
/// user's cases taken together), so that a few lucky cases of a small log do not overturn the defaults. Deterministic.
/// </summary>
internal static class BlendTuner
{
    private const int MaxRounds = 3;
    private const int MaxCases = 2000;
    private const double StepErrors = 1;
    private static readonly float[] Grid = [0, 0.02f, 0.05f, 0.1f, 0.2f, 0.35f, 0.5f, 0.75f, 1, 1.5f];

    /// <summary>Chooses the weights.</summary>
    /// <param name="parts">The sources, trained on what is earlier than the cases.</param>
    /// <param name="cases">The validation cases.</param>
    /// <param name="listLength">The length of the lists judged.</param>
    /// <param name="minCases">With fewer cases the defaults stay.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="threads">How many threads work; the result does not depend on it.</param>
    public static ManifestBlend Tune(
        ModelParts parts, IReadOnlyList<EvaluationCase> cases, int listLength, int minCases, CancellationToken cancellationToken, int threads = 1)
    {
        cases = HoldOut.Thin(cases, MaxCases);
        BlendBench bench = new(parts, cases, listLength, threads, cancellationToken);
        double[] start = bench.Ndcgs(BlendWeights.Default.ToArray());
        (float[] weights, double[] best, double most) = (BlendWeights.Default.ToArray(), start, 0);
        foreach (float[] from in cases.Count >= minCases ? Starts(bench) : [])
        {
            (float[] found, double[] ndcgs) = Climb(bench, from, cancellationToken);
            PairedGain gain = bench.Gain(start, ndcgs);
            if (gain.Mean > most && gain.IsReal)
            {
                (weights, best, most) = (found, ndcgs, gain.Mean);
            }
        }

        double before = start.DefaultIfEmpty().Average();
        return new(BlendWeights.From(weights), cases.Count >= minCases, cases.Count, best.DefaultIfEmpty().Average(), before);
    }

    /// <summary>Where to climb from: the defaults, the other starts, and the source that is best alone.</summary>
    private static IEnumerable<float[]> Starts(BlendBench bench)
    {
        yield return BlendWeights.Default.ToArray();
        foreach (BlendWeights start in BlendWeights.Starts)
        {
            yield return start.ToArray();
        }

        yield return Enumerable.Range(0, bench.Sources).Select(Alone).MaxBy(alone => bench.Ndcgs(alone).Average())!;
    }

    private static float[] Alone(int source)
    {
        float[] weights = BlendWeights.None.ToArray();
        weights[source] = 1;
        return weights;
    }

    private static (float[] Weights, double[] Ndcgs) Climb(BlendBench bench, float[] from, CancellationToken cancellationToken)
    {
        float[] weights = [.. from];
        double[] best = bench.Ndcgs(weights);
        for (int round = 0, changed = 1; round < MaxRounds && changed > 0; round++)
        {
            changed = 0;
            for (int source = 0; source < bench.Sources; source++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                changed += Improve(bench, weights, source, ref best) ? 1 : 0;
            }
        }

        return (weights, best);
    }

    private static bool Improve(BlendBench bench, float[] weights, int source, ref double[] best)
    {
        float before = weights[source];
        float chosen = before;
        double[] start = best;
        double most = 0;
        double[][] ndcgs = bench.Ndcgs(weights, source, Grid);
        for (int value = 0; value < Grid.Length; value++)
        {
            PairedGain gain = bench.Gain(start, ndcgs[value]);
            if (gain.Mean > most && gain.Mean >= StepErrors * gain.Error)
            {
                (most, best, chosen) = (gain.Mean, ndcgs[value], Grid[value]);
            }
        }

        weights[source] = chosen;
        return chosen != before;
    }
}
