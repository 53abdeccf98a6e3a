using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Evaluation;

/// <summary>
/// Chooses the blend's weights on validation cases: from the defaults, one weight at a time over a fixed grid, round after
/// round until no change raises NDCG. A change must raise it by 0.5 % or it is taken for noise. Deterministic.
/// </summary>
internal static class BlendTuner
{
    private const double WorthWhile = 1.005;
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
        double start = bench.Ndcg(weights);
        if (cases.Count < minCases)
        {
            return new(BlendWeights.Default, false, cases.Count, start, start);
        }

        double best = start;
        for (int round = 0, changed = 1; round < MaxRounds && changed > 0; round++)
        {
            changed = 0;
            for (int source = 0; source < weights.Length; source++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                changed += Improve(bench, weights, source, ref best) ? 1 : 0;
            }
        }

        return new(BlendWeights.From(weights), true, cases.Count, best, start);
    }

    private static bool Improve(BlendBench bench, float[] weights, int source, ref double best)
    {
        float before = weights[source];
        float chosen = before;
        foreach (float value in Grid)
        {
            weights[source] = value;
            double ndcg = bench.Ndcg(weights);
            if (ndcg > best * WorthWhile)
            {
                (best, chosen) = (ndcg, value);
            }
        }

        weights[source] = chosen;
        return chosen != before;
    }
}
