using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Search;

/// <summary>
/// Chooses the blend's weights on validation cases: from the defaults and from other starts, one weight at a time over a fixed grid, round after
/// round until nothing changes; the best of those climbs that is really better than the defaults. A step must raise NDCG by at least its own standard error (of the paired differences, a
/// user's cases taken together) and the whole climb by twice its own, so that a few lucky cases of a small log do not overturn the defaults. It is done on each three quarters of the users, and the weights found are averaged (Breiman,
/// "Bagging Predictors", 1996): where two blends are as good, which of them wins hangs on a few cases, and what lies between them is better on later ones. Deterministic.
/// </summary>
internal static class BlendTuner
{
    private const int MaxRounds = 3;
    private const int MaxCases = 2000;
    private const int Folds = 4;
    private const double StepErrors = 1;
    private static readonly float[] Grid = [0, 0.02f, 0.05f, 0.1f, 0.2f, 0.35f, 0.5f, 0.75f, 1, 1.5f];

    /// <summary>Chooses the weights.</summary>
    /// <param name="parts">The sources, trained on what is earlier than the cases.</param>
    /// <param name="cases">The validation cases.</param>
    /// <param name="listLength">The length of the lists judged.</param>
    /// <param name="minCases">With fewer cases the defaults stay; a part with fewer, as of a log of one user, counts as finding them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="threads">How many threads work; the result does not depend on it.</param>
    public static ManifestBlend Tune(
        ModelParts parts, IReadOnlyList<EvaluationCase> cases, int listLength, int minCases, CancellationToken cancellationToken, int threads = 1)
    {
        BlendCase[] collected = BlendCases.Brought(parts, HoldOut.Thin(cases, MaxCases), listLength, threads, cancellationToken);
        return Tune(new BlendBench(collected, parts.Sources.Count, new ListMeasure(listLength), threads, cancellationToken), collected.Length, minCases, cancellationToken);
    }

    /// <summary>Chooses the weights for candidates that are given, by what is to be expected among those drawn evenly (<see cref="SampledGain"/>).</summary>
    /// <param name="parts">The sources, trained on what is earlier than the cases.</param>
    /// <param name="cases">The validation cases.</param>
    /// <param name="options">How many cases it takes, the seed of what is drawn, how many threads work.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static ManifestBlend TuneGiven(ModelParts parts, IReadOnlyList<EvaluationCase> cases, TrainingOptions options, CancellationToken cancellationToken)
    {
        BlendCase[] collected = BlendCases.Given(parts, HoldOut.Thin(cases, MaxCases), options.Seed, options.Threads, cancellationToken);
        SampledMeasure measure = new(collected.Select(question => question.Shares.Length / parts.Sources.Count));
        return Tune(new BlendBench(collected, parts.Sources.Count, measure, options.Threads, cancellationToken), collected.Length, options.MinCases, cancellationToken);
    }

    private static ManifestBlend Tune(BlendBench bench, int cases, int minCases, CancellationToken cancellationToken)
    {
        double before = Ndcg(bench, BlendWeights.Default.ToArray());
        if (cases < minCases)
        {
            return new(BlendWeights.Default, false, cases, before, before);
        }

        float[] weights = Average([.. Enumerable.Range(0, Folds).Select(fold => Best(bench.Without(fold, Folds), minCases, cancellationToken))]);
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

    /// <summary>The mean of what was found, each counted by its parts of its own sum; a source that hardly counts is not asked at all.</summary>
    private static float[] Average(float[][] found)
    {
        if (found.All(weights => weights.AsSpan().SequenceEqual(found[0])))
        {
            return found[0];
        }

        float[] mean = [.. Enumerable.Range(0, found[0].Length).Select(source => found.Average(weights => weights[source] / weights.Sum()))];
        float most = mean.Max();
        return [.. mean.Select(weight => weight / most).Select(weight => weight < Grid[1] ? 0 : MathF.Round(weight, 3))];
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
