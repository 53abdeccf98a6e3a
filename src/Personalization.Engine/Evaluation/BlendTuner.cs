using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Evaluation;

/// <summary>
/// Chooses the blend's weights on validation cases: from the defaults, one weight at a time over a fixed grid, round after
/// round until nothing changes. A change must raise NDCG by at least twice its own standard error (of the paired differences, a
/// user's cases taken together), so that a few lucky cases of a small log do not overturn the defaults. Deterministic.
/// </summary>
internal static class BlendTuner
{
    private const double Errors = 2;
    private const int MaxRounds = 5;
    private static readonly float[] Grid = [0, 0.02f, 0.05f, 0.1f, 0.2f, 0.35f, 0.5f, 0.75f, 1, 1.5f];

    /// <summary>Chooses the weights.</summary>
    /// <param name="parts">The sources, trained on what is earlier than the cases.</param>
    /// <param name="cases">The validation cases.</param>
    /// <param name="listLength">The length of the lists judged.</param>
    /// <param name="minCases">With fewer cases the defaults stay.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static ManifestBlend Tune(ModelParts parts, IReadOnlyList<EvaluationCase> cases, int listLength, int minCases, CancellationToken cancellationToken)
    {
        float[] weights = BlendWeights.Default.ToArray();
        BlendBench bench = new(parts, cases, listLength, cancellationToken);
        double[] start = bench.Ndcgs(weights);
        double[] best = start;
        for (int round = 0, changed = 1; cases.Count >= minCases && round < MaxRounds && changed > 0; round++)
        {
            changed = 0;
            for (int source = 0; source < weights.Length; source++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                changed += Improve(bench, weights, source, ref best) ? 1 : 0;
            }
        }

        double before = start.DefaultIfEmpty().Average();
        return new(BlendWeights.From(weights), cases.Count >= minCases, cases.Count, best.DefaultIfEmpty().Average(), before);
    }

    private static bool Improve(BlendBench bench, float[] weights, int source, ref double[] best)
    {
        float before = weights[source];
        float chosen = before;
        double[] start = best;
        double most = 0;
        foreach (float value in Grid)
        {
            weights[source] = value;
            double[] ndcgs = bench.Ndcgs(weights);
            (double gain, double error) = bench.Gain(start, ndcgs);
            if (gain > most && gain >= Errors * error)
            {
                (most, best, chosen) = (gain, ndcgs, value);
            }
        }

        weights[source] = chosen;
        return chosen != before;
    }
}
