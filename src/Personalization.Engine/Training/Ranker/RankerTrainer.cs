using System.Globalization;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training.Ranker;

/// <summary>
/// Learns the ranker in the order of time: sources trained on what is early, lists from the stretch after it, compared with the blend
/// on the hold-out's validation cases, which are later still. Lists of new items and lists that may repeat are judged apart; only where the ranker is better by two standard errors it is used, learnt anew from
/// those lists and the lists of the hold-out's time.
/// </summary>
internal static class RankerTrainer
{
    /// <summary>Tries a ranker.</summary>
    public static RankerTrial Try(RankerValidationRun rehearsal, TrainingOptions options, IRankLearner learner, CancellationToken cancellationToken)
    {
        HoldOut holdOut = rehearsal.HoldOut;
        if (options.RankerTrees == 0)
        {
            return Unused("The learnt ranker is off (RankerTrees is 0).");
        }

        if (holdOut.Validation.Count < options.MinCases)
        {
            return Unused($"No learnt ranker: {holdOut.Validation.Count} validation cases, fewer than the {options.MinCases} that would prove anything.");
        }

        if (holdOut.Train.LastMs >= holdOut.Validation.Min(question => question.Signal.NowMs))
        {
            return Unused("No learnt ranker: the log's clock does not tell what was early from what was late.");
        }

        RankingExamples examples = Early(rehearsal, options, cancellationToken);
        if (examples.Lists < options.RankerMinLists)
        {
            return Unused($"No learnt ranker: {examples.Lists} lists whose outcome is known, fewer than the {options.RankerMinLists} it takes.", examples);
        }

        try
        {
            return Compare(rehearsal, new(learner.Learn(examples, options, cancellationToken), ItemStatisticsTrainer.Train(holdOut.Train)), examples, options, cancellationToken);
        }
        catch (RankLearnerUnavailableException missing)
        {
            RankerTrial unused = Unused($"No learnt ranker, the blend ranks: {missing.Message}", examples);
            return unused with { Outcome = unused.Outcome with { Available = false } };
        }
    }

    /// <summary>Learns the trees of a version anew from all lists there are; null when the trial went against them.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="rehearsal">What it started from.</param>
    /// <param name="options">The same options.</param>
    /// <param name="learner">The same learner.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static TreeEnsemble? Finish(RankerTrial trial, RankerValidationRun rehearsal, TrainingOptions options, IRankLearner learner, CancellationToken cancellationToken)
    {
        if (trial.Fresh is null && trial.Returning is null)
        {
            return null;
        }

        TrainingLog earlier = rehearsal.HoldOut.Train;
        RankingExamples late = ExampleBuilder.Build(new(rehearsal.Log, earlier.LastMs + 1, earlier, rehearsal.Parts, rehearsal.Weights, rehearsal.Returning), options, cancellationToken);
        late.AddAll(trial.Examples);
        return learner.Learn(late, options, cancellationToken);
    }

    private static RankingExamples Early(RankerValidationRun rehearsal, TrainingOptions options, CancellationToken cancellationToken)
    {
        TrainingLog train = rehearsal.HoldOut.Train;
        long cut = Cut(train, options.RankerShare / (1 - options.HoldOutShare));
        TrainingLog earlier = train.Before(cut);
        return ExampleBuilder.Build(new(train, cut, earlier, rehearsal.TrainSources(earlier), rehearsal.Weights, rehearsal.Returning), options, cancellationToken);
    }

    private static RankerTrial Compare(RankerValidationRun rehearsal, TrainedRanker learnt, RankingExamples examples, TrainingOptions options, CancellationToken cancellationToken)
    {
        LearnedRanker fresh = learnt.Over(rehearsal.Parts, rehearsal.Weights);
        LearnedRanker returning = learnt.Over(rehearsal.Parts, rehearsal.Returning);
        ModelSnapshot blended = rehearsal.Snapshot(null, null);
        ModelSnapshot ranked = rehearsal.Snapshot(fresh, returning);
        ManifestComparison onFresh = Compare(blended, ranked, rehearsal.HoldOut.Validation, options, cancellationToken);
        ManifestComparison onReturning = Compare(blended, ranked, rehearsal.HoldOut.Returning, options, cancellationToken);
        string note = $"{Say("new items", onFresh, options.ListLength)} {Say("lists that may repeat", onReturning, options.ListLength)}";
        ManifestComparison? onGiven = onFresh.Used ? SampledRankerTrial.Compare(blended, ranked, rehearsal.HoldOut.Validation, options, cancellationToken) : null;
        note = onGiven is null ? note : $"{note} {Say("given candidates", onGiven, SampledGain.Length)}";
        bool used = onFresh.Used || onReturning.Used;
        return new(
            new(true, note, examples.Lists, onFresh, onReturning, used ? fresh.Features.Names : []) { Given = onGiven }, onFresh.Used ? fresh : null, onReturning.Used ? returning : null, examples);
    }

    private static ManifestComparison Compare(ModelSnapshot blended, ModelSnapshot ranked, IReadOnlyList<EvaluationCase> cases, TrainingOptions options, CancellationToken cancellationToken)
    {
        double[] from = Evaluator.Ndcgs(blended, cases, options.ListLength, options.Threads, cancellationToken);
        double[] to = Evaluator.Ndcgs(ranked, cases, options.ListLength, options.Threads, cancellationToken);
        PairedGain gain = PairedGain.Of([.. cases.Select(question => question.User)], from, to);
        return new(cases.Count >= options.MinCases && gain.IsReal, cases.Count, to.DefaultIfEmpty().Average(), from.DefaultIfEmpty().Average(), gain.Error);
    }

    private static string Say(string kind, ManifestComparison found, int length) => string.Create(
        CultureInfo.InvariantCulture,
        $"For {kind} {(found.Used ? "the learnt ranker" : "the blend")} ranks: NDCG@{length} {found.Ndcg:0.0000} learnt against {found.BlendNdcg:0.0000} blended on {found.Cases} validation cases, standard error of the difference {found.Error:0.0000}.");

    private static RankerTrial Unused(string note, RankingExamples? examples = null) =>
        new(new(true, note, examples?.Lists ?? 0, null, null, []), null, null, examples ?? new(1));

    // the time from which the latest share of the events lies
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
