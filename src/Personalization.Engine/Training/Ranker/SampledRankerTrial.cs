using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training.Ranker;

/// <summary>Decides whether a learned ranker may also rank candidates that the caller supplies.</summary>
/// <remarks>
/// The ranker learned from the best candidates of the whole catalog, and supplied candidates reach further down. The
/// ranker is used unless the blend is better on sampled negatives by two standard errors.
/// </remarks>
internal static class SampledRankerTrial
{
    private const int MaxCases = 1000;

    /// <summary>Compares both on <see cref="SampledGain.Others"/> sampled negatives per case.</summary>
    /// <param name="blended">The version without its ranker.</param>
    /// <param name="ranked">The version with its ranker.</param>
    /// <param name="cases">The validation cases.</param>
    /// <param name="options">The sampling seed, and the number of threads.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static ManifestComparison Compare(
        ModelSnapshot blended,
        ModelSnapshot ranked,
        IReadOnlyList<EvaluationCase> cases,
        TrainingOptions options,
        CancellationToken cancellationToken)
    {
        cases = HoldOut.Thin(cases, MaxCases);
        int[][] sampled = Sample(cases, blended.Items.Count, options.Seed);
        double[] from = Gains(blended, cases, sampled, options.Threads, cancellationToken);
        double[] to = Gains(ranked, cases, sampled, options.Threads, cancellationToken);
        PairedGain loss = PairedGain.Of([.. cases.Select(testCase => testCase.User)], to, from);
        return new(
            !loss.IsReal, cases.Count, to.DefaultIfEmpty().Average(), from.DefaultIfEmpty().Average(), loss.Error);
    }

    private static int[][] Sample(IReadOnlyList<EvaluationCase> cases, int itemCount, int seed)
    {
        SampledNegatives negatives = new(itemCount, seed);
        SeenItemFilter filter = new(itemCount);
        return [.. cases.Select((testCase, place) => negatives.Of(testCase, place, filter, SampledGain.Others))];
    }

    private static double[] Gains(
        ModelSnapshot model,
        IReadOnlyList<EvaluationCase> cases,
        int[][] sampled,
        int threads,
        CancellationToken cancellationToken)
    {
        double[] gains = new double[cases.Count];
        _ = Parallel.For(0, gains.Length, TrainingThreads.Options(threads, cancellationToken), i =>
        {
            RankedItem[] list = model.Score(cases[i].Signal, sampled[i], cancellationToken);
            int before = Array.FindIndex(list, ranked => ranked.Item == cases[i].Target);
            gains[i] = before < SampledGain.Length ? 1 / Math.Log2(before + 2) : 0;
        });
        return gains;
    }
}
