using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

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
    private const int Folds = 4;
    private const double StepErrors = 1;
    private static readonly float[] Grid = [0, 0.02f, 0.05f, 0.1f, 0.2f, 0.35f, 0.5f, 0.75f, 1, 1.5f];

    /// <summary>Chooses the weights.</summary>
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
        BlendCase[] collected = BlendCases.Brought(
            parts, HoldOut.Thin(cases, MaxCases), listLength, threads, cancellationToken);
        return Tune(
            new BlendBench(collected, parts.Sources.Count, new ListMeasure(listLength), threads, cancellationToken),
            collected.Length,
            minCases,
            cancellationToken);
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
        BlendCase[] collected = BlendCases.Sampled(
            parts, HoldOut.Thin(cases, MaxCases), options.Seed, options.Threads, cancellationToken);
        SampledMeasure measure = new(collected.Select(testCase => testCase.Shares.Length / parts.Sources.Count));
        return Tune(
            new BlendBench(collected, parts.Sources.Count, measure, options.Threads, cancellationToken),
            collected.Length,
            options.MinCases,
            cancellationToken);
    }

    private static ManifestBlend Tune(BlendBench bench, int cases, int minCases, CancellationToken cancellationToken)
    {
        double before = Ndcg(bench, BlendWeights.Default.ToArray());
        if (cases < minCases)
        {
            return new(BlendWeights.Default, false, cases, before, before);
        }

        float[] weights = Average([
            .. Enumerable.Range(0, Folds).Select(fold => Best(bench.Without(fold, Folds), minCases, cancellationToken))
        ]);
        return new(BlendWeights.From(weights), true, cases, Ndcg(bench, weights), before);
    }

    private static double Ndcg(BlendBench bench, float[] weights) => bench.Ndcgs(weights).DefaultIfEmpty().Average();

    private static float[] Best(BlendBench bench, int minCases, CancellationToken cancellationToken)
    {
        double[] start = bench.Ndcgs(BlendWeights.Default.ToArray());
        (float[] weights, double most) = (BlendWeights.Default.ToArray(), 0);
        foreach (float[] from in start.Length >= minCases ? Starts(bench) : [])
        {
            (float[] found, double[] ndcgs) = Climb(bench, from, cancellationToken);
            PairedGain gain = bench.Gain(start, ndcgs);
            if (gain.Mean > most && gain.IsReal)
            {
                (weights, most) = (found, gain.Mean);
            }
        }

        return weights;
    }

    /// <summary>Averages weights, each normalized to the sum 1. A source with a small average gets weight 0.</summary>
    private static float[] Average(float[][] found)
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

    /// <summary>The starting points: the defaults, the other starts, and the single best source.</summary>
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
