using System.Globalization;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training.Ranker;

/// <summary>Trains the ranker in the order of time, and compares it with the blend.</summary>
/// <remarks>
/// The sources train on early events. The examples come from the period after them. The validation cases of the
/// hold-out are later still. Lists of unseen items and lists that may repeat seen items are compared separately. The
/// ranker is used only where it is better by two standard errors. It is then trained again on the early examples and on
/// examples from the time of the hold-out.
/// </remarks>
internal static class RankerTrainer
{
    /// <summary>Trains a ranker on early events, and compares it with the blend.</summary>
    public static RankerTrial Try(
        RankerValidationRun run, TrainingOptions options, IRankLearner learner, CancellationToken cancellationToken)
    {
        HoldOut holdOut = run.HoldOut;
        if (options.RankerTrees == 0)
        {
            return Unused("The learned ranker is off (RankerTrees is 0).");
        }

        if (holdOut.Validation.Count < options.MinCases)
        {
            return Unused(
                $"No learned ranker: {holdOut.Validation.Count} validation cases, at least {options.MinCases} needed.");
        }

        if (holdOut.Train.LastMs >= holdOut.Validation.Min(testCase => testCase.Signal.NowMs))
        {
            return Unused("No learned ranker: the timestamps of the log do not separate early events from late ones.");
        }

        RankingExamples examples = Early(run, options, cancellationToken);
        if (examples.Lists < options.RankerMinLists)
        {
            return Unused(
                $"No learned ranker: {examples.Lists} training lists, at least {options.RankerMinLists} needed.",
                examples);
        }

        try
        {
            TrainedRanker trained = new(
                learner.Learn(examples, options, cancellationToken),
                ItemStatisticsTrainer.Train(holdOut.Train, options));
            return Compare(run, trained, examples, options, cancellationToken);
        }
        catch (RankLearnerUnavailableException missing)
        {
            RankerTrial unused = Unused($"No learned ranker, the blend ranks: {missing.Message}", examples);
            return unused with { Outcome = unused.Outcome with { Available = false } };
        }
    }

    /// <summary>Trains the final trees of a version on all examples; null when the trial rejected the ranker.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="run">The inputs of the trial.</param>
    /// <param name="options">The options of the trial.</param>
    /// <param name="learner">The learner of the trial.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static TreeEnsemble? Finish(
        RankerTrial trial,
        RankerValidationRun run,
        TrainingOptions options,
        IRankLearner learner,
        CancellationToken cancellationToken)
    {
        if (trial.Fresh is null && trial.Returning is null)
        {
            return null;
        }

        TrainingLog earlier = run.HoldOut.Train;
        ExampleStretch stretch = new(run.Log, earlier.LastMs + 1, earlier, run.Parts, run.Blends, run.Returning);
        RankingExamples late = ExampleBuilder.Build(stretch, options, cancellationToken);
        late.AddAll(trial.Examples);
        return learner.Learn(late, options, cancellationToken);
    }

    private static RankingExamples Early(
        RankerValidationRun run, TrainingOptions options, CancellationToken cancellationToken)
    {
        TrainingLog train = run.HoldOut.Train;
        long cut = Cut(train, options.RankerShare / (1 - options.HoldOutShare));
        TrainingLog earlier = train.Before(cut);
        ExampleStretch stretch = new(train, cut, earlier, run.TrainSources(earlier), run.Blends, run.Returning);
        return ExampleBuilder.Build(stretch, options, cancellationToken);
    }

    private static RankerTrial Compare(
        RankerValidationRun run,
        TrainedRanker trained,
        RankingExamples examples,
        TrainingOptions options,
        CancellationToken cancellationToken)
    {
        LearnedRanker fresh = trained.Over(run.Parts, run.Blends.Common);
        LearnedRanker returning = trained.Over(run.Parts, run.Returning.Common);
        ModelSnapshot blended = run.Snapshot(null, null);
        ModelSnapshot ranked = run.Snapshot(fresh, returning);
        IReadOnlyList<EvaluationCase> unseen = run.HoldOut.Validation;
        ManifestComparison onFresh = Compare(blended, ranked, unseen, options, cancellationToken);
        ManifestComparison onReturning = Compare(blended, ranked, run.HoldOut.Returning, options, cancellationToken);
        string note = $"{Describe("new items", onFresh, options.ListLength)} "
            + Describe("lists that may repeat", onReturning, options.ListLength);
        ManifestComparison? onCandidates = onFresh.Used
            ? SampledRankerTrial.Compare(blended, ranked, unseen, options, cancellationToken)
            : null;
        if (onCandidates is not null)
        {
            note = $"{note} {Describe("supplied candidates", onCandidates, SampledGain.Length)}";
        }

        bool used = onFresh.Used || onReturning.Used;
        ManifestRanker outcome = new(
            true, note, examples.Lists, onFresh, onReturning, used ? fresh.Features.Names : [])
        {
            Given = onCandidates,
        };
        return new(outcome, onFresh.Used ? fresh : null, onReturning.Used ? returning : null, examples);
    }

    private static ManifestComparison Compare(
        ModelSnapshot blended,
        ModelSnapshot ranked,
        IReadOnlyList<EvaluationCase> cases,
        TrainingOptions options,
        CancellationToken cancellationToken)
    {
        double[] from = Evaluator.Ndcgs(blended, cases, options.ListLength, options.Threads, cancellationToken);
        double[] to = Evaluator.Ndcgs(ranked, cases, options.ListLength, options.Threads, cancellationToken);
        PairedGain gain = PairedGain.Of([.. cases.Select(testCase => testCase.User)], from, to);
        return new(
            cases.Count >= options.MinCases && gain.IsReal,
            cases.Count,
            to.DefaultIfEmpty().Average(),
            from.DefaultIfEmpty().Average(),
            gain.Error);
    }

    private static string Describe(string kind, ManifestComparison result, int length) => string.Create(
        CultureInfo.InvariantCulture,
        $"For {kind} {(result.Used ? "the learned ranker" : "the blend")} ranks: NDCG@{length} {result.Ndcg:0.0000} "
            + $"learned and {result.BlendNdcg:0.0000} blended on {result.Cases} validation cases, "
            + $"standard error of the difference {result.Error:0.0000}.");

    private static RankerTrial Unused(string note, RankingExamples? examples = null) =>
        new(new(true, note, examples?.Lists ?? 0, null, null, []), null, null, examples ?? new(1));

    // the start time of the latest share of the events
    private static long Cut(TrainingLog log, double share)
    {
        long[] times = new long[log.EventCount];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = log.AllEvents[i].TimeMs;
        }

        Array.Sort(times);
        return times.Length == 0 ? 0 : times[(int)(times.Length * (1 - share))];
    }
}
