using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Checkpoints;

namespace Personalization.Engine.Training.Search;

/// <summary>Chooses blend weights on validation cases by coordinate ascent over a fixed grid.</summary>
/// <remarks>
/// <para>Each climb begins at the default weights or at another start, and changes one weight at a time until nothing
/// improves. The best climb wins if it is significantly better than the defaults. A step must raise NDCG by its own
/// standard error (of paired differences, clustered by user), and the whole climb by two standard errors. A few lucky
/// cases of a small log therefore cannot replace the defaults.</para>
/// <para>The search runs on each three quarters of the users, and the found weights are averaged (Breiman, "Bagging
/// Predictors", 1996). When two blends are equally good, a few cases decide between them, and their average is better
/// on later cases. The search is deterministic.</para>
/// </remarks>
internal static class BlendTuner
{
    private const int MaxRounds = 3;
    private const int MaxCases = 2000;
    private const double StepErrors = 1;
    private static readonly float[] Grid = [0, 0.02f, 0.05f, 0.1f, 0.2f, 0.35f, 0.5f, 0.75f, 1, 1.5f];

    /// <summary>Chooses the common weights.</summary>
    /// <param name="parts">The sources, trained on events before the cases.</param>
    /// <param name="cases">The validation cases.</param>
    /// <param name="listLength">The length of the evaluated lists.</param>
    /// <param name="minCases">
    /// The fewest cases that can replace the defaults. A fold with fewer cases counts as choosing the defaults.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="threads">The number of threads. The result does not depend on it.</param>
    public static ManifestBlend Tune(
        ModelParts parts,
        IReadOnlyList<EvaluationCase> cases,
        int listLength,
        int minCases,
        CancellationToken cancellationToken,
        int threads = 1)
    {
        IReadOnlyList<EvaluationCase> thinned = HoldOut.Thin(cases, MaxCases);
        BlendBench bench = Bench(parts, thinned, new UserFolds(thinned), listLength, threads, cancellationToken);
        return Tune(bench, minCases, cancellationToken).Blend;
    }

    /// <summary>Chooses the common weights, and the weights of each moment (<see cref="MomentTuner"/>).</summary>
    /// <param name="parts">The sources, trained on events before the cases.</param>
    /// <param name="cases">The validation cases.</param>
    /// <param name="options">The list length, the fewest cases and the number of threads.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static TunedBlends TuneMoments(
        ModelParts parts,
        IReadOnlyList<EvaluationCase> cases,
        TrainingOptions options,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<EvaluationCase> thinned = HoldOut.Thin(cases, MaxCases);
        UserFolds folds = new([.. thinned, .. cases]);
        BlendBench Of(IReadOnlyList<EvaluationCase> some) =>
            Bench(parts, some, folds, options.ListLength, options.Threads, cancellationToken);
        BlendBench bench = Of(thinned);
        (ManifestBlend blend, float[][]? byFold) = Tune(bench, options.MinCases, cancellationToken);
        if (byFold is null)
        {
            return new(blend, null);
        }

        MomentChoice At(Moment moment)
        {
            List<EvaluationCase> own =
                [.. cases.Where(testCase => testCase.Signal.MomentOf(parts.SessionGapMs) == moment)];
            int others = cases.Count - own.Count;
            return own.Count < options.MinCases
                ? MomentTuner.Unmeasured(own.Count)
                : MomentTuner.Tune(
                    others == 0 ? bench : Of(HoldOut.Thin(own, MaxCases)),
                    parts,
                    blend.Weights,
                    byFold,
                    others < options.MinCases ? int.MaxValue : options.MinCases,
                    cancellationToken);
        }

        return new(blend, new(At(Moment.Opening), At(Moment.InSession)));
    }

    /// <summary>
    /// Chooses the weights for candidates that the caller supplies, by the expected NDCG among sampled negatives
    /// (<see cref="SampledGain"/>).
    /// </summary>
    /// <param name="parts">The sources, trained on events before the cases.</param>
    /// <param name="cases">The validation cases.</param>
    /// <param name="options">The fewest cases, the sampling seed, and the number of threads.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static ManifestBlend TuneGiven(
        ModelParts parts,
        IReadOnlyList<EvaluationCase> cases,
        TrainingOptions options,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<EvaluationCase> thinned = HoldOut.Thin(cases, MaxCases);
        BlendCase[] collected = BlendCases.Sampled(
            parts, thinned, options.Seed, options.Threads, cancellationToken);
        SampledMeasure measure = new(collected.Select(testCase => testCase.Shares.Length / parts.Sources.Count));
        BlendBench bench = new(
            collected, parts.Sources.Count, measure, new UserFolds(thinned), options.Threads, cancellationToken);
        return Tune(bench, options.MinCases, cancellationToken).Blend;
    }

    /// <summary>Chooses weights that are significantly better than others.</summary>
    /// <param name="bench">The cases.</param>
    /// <param name="from">The weights to replace.</param>
    /// <param name="starts">The starts of the climbs.</param>
    /// <param name="minCases">The fewest cases that can replace the weights.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns><paramref name="from"/> if nothing is significantly better.</returns>
    internal static float[] Best(
        BlendBench bench,
        float[] from,
        IEnumerable<float[]> starts,
        int minCases,
        CancellationToken cancellationToken)
    {
        double[] start = bench.Ndcgs(from);
        (float[] weights, double most) = (from, 0);
        foreach (float[] first in bench.Cases >= minCases ? starts : [])
        {
            (float[] found, double[] ndcgs) = Climb(bench, first, cancellationToken);
            PairedGain gain = bench.Gain(start, ndcgs);
            if (gain.Mean > most && gain.IsReal)
            {
                (weights, most) = (found, gain.Mean);
            }
        }

        return weights;
    }

    /// <summary>Averages weights, each normalized to the sum 1. A source with a small average gets weight 0.</summary>
    internal static float[] Average(float[][] found)
    {
        if (found.All(weights => weights.AsSpan().SequenceEqual(found[0])))
        {
            return found[0];
        }

        float[] mean =
        [
            .. Enumerable.Range(0, found[0].Length)
                .Select(source => found.Average(weights => weights[source] / weights.Sum())),
        ];
        float most = mean.Max();
        return [
            .. mean.Select(weight => weight / most).Select(weight => weight < Grid[1] ? 0 : MathF.Round(weight, 3))
        ];
    }

    /// <summary>Gets the index of the best single source.</summary>
    internal static int BestSource(BlendBench bench) =>
        Enumerable.Range(0, bench.Sources).MaxBy(source => bench.Ndcgs(Alone(source)).DefaultIfEmpty().Average());

    /// <summary>Gets the weights of a single source.</summary>
    internal static float[] Alone(int source)
    {
        float[] weights = BlendWeights.None.ToArray();
        weights[source] = 1;
        return weights;
    }

    private static (ManifestBlend Blend, float[][]? ByFold) Tune(
        BlendBench bench, int minCases, CancellationToken cancellationToken)
    {
        double before = Ndcg(bench, BlendWeights.Default.ToArray());
        if (bench.Cases < minCases)
        {
            return (new(BlendWeights.Default, false, bench.Cases, before, before), null);
        }

        float[][] byFold =
        [
            .. Enumerable.Range(0, UserFolds.Count).Select(bench.Without).Select(rest => Best(
                rest, BlendWeights.Default.ToArray(), Starts(rest), minCases, cancellationToken)),
        ];
        float[] weights = Average(byFold);
        return (new(BlendWeights.From(weights), true, bench.Cases, Ndcg(bench, weights), before), byFold);
    }

    private static BlendBench Bench(
        ModelParts parts,
        IReadOnlyList<EvaluationCase> cases,
        UserFolds folds,
        int listLength,
        int threads,
        CancellationToken cancellationToken)
    {
        BlendCase[] collected = BlendCases.Brought(parts, cases, listLength, threads, cancellationToken);
        return new(collected, parts.Sources.Count, new ListMeasure(listLength), folds, threads, cancellationToken);
    }

    private static double Ndcg(BlendBench bench, float[] weights) => bench.Ndcgs(weights).DefaultIfEmpty().Average();

    /// <summary>The starting points: the defaults, the other starts, and the single best source.</summary>
    private static IEnumerable<float[]> Starts(BlendBench bench)
    {
        yield return BlendWeights.Default.ToArray();
        foreach (BlendWeights start in BlendWeights.Starts)
        {
            yield return start.ToArray();
        }

        yield return Alone(BestSource(bench));
    }

    private static (float[] Weights, double[] Ndcgs) Climb(
        BlendBench bench, float[] from, CancellationToken cancellationToken)
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
