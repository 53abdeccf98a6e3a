using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Search;

/// <summary>Chooses the blend of a moment on the cases of the moment.</summary>
/// <remarks>
/// <para>The search is that of <see cref="BlendTuner"/>, but it begins at the common blend, and each fold replaces the
/// common blend only by a significantly better one. The average over the folds shrinks the choice towards the common
/// blend.</para>
/// <para>The whole choice is measured on users that did not choose (nested folds): without a fold of the users, the
/// common blend, the blend of the moment and the best single source are chosen, then all are measured on that fold.
/// The blend of the moment is used if it is better than the common one there. If the result is worse than the best
/// single source by more than one standard error, the source ranks the moment alone.</para>
/// </remarks>
internal static class MomentTuner
{
    /// <summary>The choice of a moment with too few cases: the common blend.</summary>
    /// <param name="cases">The number of cases.</param>
    public static MomentChoice Unmeasured(int cases) => new(cases, null, 0, 0, null, 0, 0, 0);

    /// <summary>Chooses the blend of a moment.</summary>
    /// <param name="bench">The cases of the moment.</param>
    /// <param name="parts">The sources.</param>
    /// <param name="common">The common blend.</param>
    /// <param name="commonByFold">The common weights that were chosen without each fold of the users.</param>
    /// <param name="minCases">The fewest cases that can replace the common blend. <see cref="int.MaxValue"/> only
    /// compares it with the best single source, for a log with cases of one moment.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static MomentChoice Tune(
        BlendBench bench,
        ModelParts parts,
        BlendWeights common,
        float[][] commonByFold,
        int minCases,
        CancellationToken cancellationToken)
    {
        (float[] Own, float[] Alone)[] byFold =
        [
            .. commonByFold.Select((from, fold) => Find(bench.Without(fold), from, minCases, cancellationToken)),
        ];
        float[][] ownByFold = [.. byFold.Select(found => found.Own)];
        double[] commonNdcgs = bench.FoldedNdcgs(commonByFold);
        double[] ownNdcgs = bench.FoldedNdcgs(ownByFold);
        double[] aloneNdcgs = bench.FoldedNdcgs([.. byFold.Select(found => found.Alone)]);
        bool usesOwn = bench.Gain(commonNdcgs, ownNdcgs).Mean > 0;
        (float[] weights, double[] ndcgs) = usesOwn
            ? (BlendTuner.Average(ownByFold), ownNdcgs)
            : (common.ToArray(), commonNdcgs);
        int source = BlendTuner.BestSource(bench);
        if (!bench.Gain(aloneNdcgs, ndcgs).IsNoLoss)
        {
            (weights, ndcgs) = (BlendTuner.Alone(source), aloneNdcgs);
        }

        BlendWeights chosen = BlendWeights.From(weights);
        return new(
            bench.Cases,
            chosen == common ? null : chosen,
            ndcgs.Average(),
            commonNdcgs.Average(),
            parts.Sources[source].Name,
            aloneNdcgs.Average(),
            bench.Gain(commonNdcgs, ndcgs).Error,
            bench.Gain(aloneNdcgs, ndcgs).Error);
    }

    /// <summary>Finds the weights of the moment and those of the best single source.</summary>
    private static (float[] Own, float[] Alone) Find(
        BlendBench bench, float[] from, int minCases, CancellationToken cancellationToken)
    {
        float[] alone = BlendTuner.Alone(BlendTuner.BestSource(bench));
        IEnumerable<float[]> starts = [from, .. BlendWeights.Starts.Select(start => start.ToArray()), alone];
        return (BlendTuner.Best(bench, from, starts, minCases, cancellationToken), alone);
    }
}
