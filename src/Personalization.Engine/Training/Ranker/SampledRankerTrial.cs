using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training.Ranker;

/// <summary>
/// Asks whether a learnt ranker that is better on lists of new items may rank given candidates too: it may unless the blend for those is better by two standard errors. It learnt from the best of whole
/// catalogues, and given candidates reach further down.
/// </summary>
internal static class SampledRankerTrial
{
    private const int MaxCases = 1000;

    /// <summary>Compares them among <see cref="SampledGain.Others"/> drawn items a case.</summary>
    /// <param name="blended">The version without its ranker.</param>
    /// <param name="ranked">The version with it.</param>
    /// <param name="cases">The validation cases.</param>
    /// <param name="options">The seed of what is drawn, how many threads work.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static ManifestComparison Compare(ModelSnapshot blended, ModelSnapshot ranked, IReadOnlyList<EvaluationCase> cases, TrainingOptions options, CancellationToken cancellationToken)
    {
        cases = HoldOut.Thin(cases, MaxCases);
        int[][] given = Draw(cases, blended.Items.Count, options.Seed);
        double[] from = Gains(blended, cases, given, options.Threads, cancellationToken);
        double[] to = Gains(ranked, cases, given, options.Threads, cancellationToken);
        PairedGain loss = PairedGain.Of([.. cases.Select(question => question.User)], to, from);
        return new(!loss.IsReal, cases.Count, to.DefaultIfEmpty().Average(), from.DefaultIfEmpty().Average(), loss.Error);
    }

    private static int[][] Draw(IReadOnlyList<EvaluationCase> cases, int itemCount, int seed)
    {
        SampledNegatives sample = new(itemCount, seed);
        SeenItemFilter gate = new(itemCount);
        return [.. cases.Select((question, place) => sample.Of(question, place, gate, SampledGain.Others))];
    }

    private static double[] Gains(ModelSnapshot model, IReadOnlyList<EvaluationCase> cases, int[][] given, int threads, CancellationToken cancellationToken)
    {
        double[] gains = new double[cases.Count];
        _ = Parallel.For(0, gains.Length, TrainingThreads.Options(threads, cancellationToken), i =>
        {
            RankedItem[] list = model.Score(cases[i].Signal, given[i], cancellationToken);
            int before = Array.FindIndex(list, ranked => ranked.Item == cases[i].Target);
            gains[i] = before < SampledGain.Length ? 1 / Math.Log2(before + 2) : 0;
        });
        return gains;
    }
}
