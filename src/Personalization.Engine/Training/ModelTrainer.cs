using System.Globalization;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Models;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Checkpoints;
using Personalization.Engine.Training.Ranker;
using Personalization.Engine.Training.Search;
using Personalization.Engine.Training.Sources;

namespace Personalization.Engine.Training;

/// <summary>
/// Makes a model version of a log: trains on the time before the hold-out, chooses the sources' parameters and the blend and tries the learnt ranker on the
/// hold-out's earlier half, judges by its later half, then trains on everything and writes the artifact. While there is little new the choices of the live
/// model are kept (<see cref="ModelRefresher"/>). Deterministic: the same log, options, catalogue, version and time, and the same live model, give the same bytes, on any number of threads.
/// </summary>
public static class ModelTrainer
{
    private const double ChosenShare = 0.25;
    private const double RehearsedShare = 0.5;
    private const double EvaluatedShare = 0.6;
    private const double TrainedShare = 0.97;

    /// <summary>Trains.</summary>
    /// <param name="log">The events.</param>
    /// <param name="options">How to train.</param>
    /// <param name="version">The version's name.</param>
    /// <param name="now">When, for the version's record; nothing else depends on it.</param>
    /// <param name="progress">Told of every step; may be null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="live">The model that serves, to be compared with on the hold-out, and whose choices are kept while the log has not grown by more than
    /// <see cref="TrainingOptions.RefreshShare"/> since they were made. Null for none.</param>
    /// <param name="catalog">What is known of items besides the log: lets the model know new ones by their content. Null for nothing.</param>
    /// <param name="checkpoint">Keeps what is found on the way, and knows what a training of the same log, options, live model, version and time had found when it was cut short. Null
    /// to keep nothing.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every error.</exception>
    /// <exception cref="InvalidDataException">What the checkpoint kept cannot be read.</exception>
    public static TrainedModel Train(
        TrainingLog log, TrainingOptions options, string version, DateTimeOffset now, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken, LiveModel? live = null,
        IEnumerable<CatalogItem>? catalog = null, ITrainingCheckpoint? checkpoint = null) =>
        Train(log, options, version, now, progress, new LightGbmRankLearner(), cancellationToken, live, catalog, checkpoint);

    /// <summary>Trains with another learner behind the ranker.</summary>
    internal static TrainedModel Train(
        TrainingLog log, TrainingOptions options, string version, DateTimeOffset now, IProgress<TrainingProgress>? progress, IRankLearner learner, CancellationToken cancellationToken,
        LiveModel? live = null, IEnumerable<CatalogItem>? catalog = null, ITrainingCheckpoint? checkpoint = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(version);
        if (options.Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        TrainingSteps steps = new(checkpoint);
        ContentTrainer? content = ItemContent.Match(log, catalog) is { } known ? new(known, options) : null;
        ValidationRun rehearsal = ModelRefresher.Rehearse(log, options, content, live, progress, steps, cancellationToken)
            ?? Rehearse(log, options, content, learner, live, progress, steps, cancellationToken);
        ModelParts parts = SourceTrainer.Train(
            log, options, rehearsal.Parameters, (step, share) => progress?.Report(new(step, EvaluatedShare + ((TrainedShare - EvaluatedShare) * share))), cancellationToken, rehearsal.Factors,
            steps, "final");
        parts = content is null ? parts : content.Apply(log, parts, rehearsal.Content!, cancellationToken);
        progress?.Report(new("writing", TrainedShare));
        TrainedRanker? ranker = rehearsal.Trees is null ? null : new(rehearsal.Trees, ItemStatisticsTrainer.Train(log));
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files = ModelArtifact.Write(log.Items, parts, ranker, Describe(log, options, parts, rehearsal, version, now));
        return new(Record(log, options, rehearsal, version, now, files), files) { RankerNote = rehearsal.Ranker.Note, RankerAvailable = rehearsal.Ranker.Available };
    }

    private static ValidationRun Rehearse(
        TrainingLog log, TrainingOptions options, ContentTrainer? content, IRankLearner learner, LiveModel? live, IProgress<TrainingProgress>? progress, TrainingSteps steps,
        CancellationToken cancellationToken)
    {
        progress?.Report(new("choosing", 0));
        HoldOut holdOut = HoldOut.Split(log, options);
        (SourceParameters parameters, IReadOnlyList<ManifestChoice> found) = HyperparameterSearch.Run(holdOut, options, steps, cancellationToken);
        ModelParts parts = SourceTrainer.Train(
            holdOut.Train, options, parameters, (step, share) => progress?.Report(new(step, ChosenShare + ((RehearsedShare - ChosenShare) * share))), cancellationToken, null, steps, "rehearse");
        float[] factors = parts.Factors.Factors.ToArray();
        progress?.Report(new("evaluating", RehearsedShare));
        List<ManifestChoice> choices = [.. found];
        ManifestContent? map = content is null ? null : Choose(content, holdOut, parts, choices, steps, cancellationToken);
        parts = content is null ? parts : content.Apply(holdOut.Train, parts, map!, cancellationToken);
        ManifestBlend blend = steps.GetOrCompute("blend", CheckpointJson.Default.ManifestBlend, () => Tune(parts, holdOut.Validation, options, cancellationToken));
        ManifestBlend returning = steps.GetOrCompute("blend-returning", CheckpointJson.Default.ManifestBlend, () => Tune(parts, holdOut.Returning, options, cancellationToken));
        ManifestBlend given = steps.GetOrCompute("blend-given", CheckpointJson.Default.ManifestBlend, () => BlendTuner.TuneGiven(parts, holdOut.Validation, options, cancellationToken));
        RankerValidationRun ranking = new(
            log, holdOut, parts, blend.Weights, returning.Weights, earlier => TrainEarly(earlier, options, parameters, content, map, cancellationToken))
        {
            Others = parts.Map is null ? [] : content!.OtherIds,
            Given = given.Weights,
        };
        RankerEvidence proof = steps.GetOrCompute("proof", CheckpointJson.Default.RankerEvidence, () => Prove(ranking, options, learner, live, cancellationToken));
        TreeEnsemble? trees = proof.Trees is null ? null : RankerArtifact.ReadTrees(new(proof.Trees));
        return new(parameters, choices, blend, returning, proof.Ranker, trees, map, proof.Report, proof.Baseline)
        {
            Factors = factors,
            Given = given,
        };
    }

    private static ManifestContent Choose(
        ContentTrainer content, HoldOut holdOut, ModelParts parts, List<ManifestChoice> choices, TrainingSteps steps, CancellationToken cancellationToken)
    {
        ChosenContent found = steps.GetOrCompute("choose-content", CheckpointJson.Default.ChosenContent, () =>
        {
            List<ManifestChoice> own = [];
            return new(content.Choose(holdOut, parts, own, cancellationToken), own);
        });
        choices.AddRange(found.Choices);
        return found.Content;
    }

    private static ManifestBlend Tune(ModelParts parts, IReadOnlyList<EvaluationCase> cases, TrainingOptions options, CancellationToken cancellationToken) =>
        BlendTuner.Tune(parts, cases, options.ListLength, options.MinCases, cancellationToken, options.Threads);

    /// <summary>Tries the learnt ranker, judges the version with what came of it, and learns its trees.</summary>
    private static RankerEvidence Prove(RankerValidationRun ranking, TrainingOptions options, IRankLearner learner, LiveModel? live, CancellationToken cancellationToken)
    {
        RankerTrial trial = RankerTrainer.Try(ranking, options, learner, cancellationToken);
        OfflineReport report = Judge(
            ranking.Log, options, ranking.HoldOut, ranking.Snapshot(trial.Fresh, trial.Returning, trial.Outcome.RanksGiven), ranking.Snapshot(null, null), live, cancellationToken);
        TreeEnsemble? trees = RankerTrainer.Finish(trial, ranking, options, learner, cancellationToken);
        return new(
            trial.Outcome, report, BaselineTrainer.Count(ranking.Log, ranking.HoldOut.Train, ranking.Parts), trees is null ? null : RankerArtifact.Write(new(), trees).ToMemory().ToArray());
    }

    /// <summary>How a version ranks the judging half of its hold-out.</summary>
    /// <param name="log">All events.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="holdOut">How they are split.</param>
    /// <param name="rehearsed">The version as it would serve, trained on what is before the hold-out.</param>
    /// <param name="blended">The same without its learnt ranker.</param>
    /// <param name="live">The model that serves; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static OfflineReport Judge(
        TrainingLog log, TrainingOptions options, HoldOut holdOut, ModelSnapshot rehearsed, ModelSnapshot blended, LiveModel? live, CancellationToken cancellationToken)
    {
        ModelParts parts = rehearsed.Parts;
        SortedDictionary<string, OfflineMetrics> metrics = new(StringComparer.Ordinal)
        {
            [PromotionGate.Engine] = Evaluator.Engine(rehearsed, holdOut.Test, options.ListLength, cancellationToken),
            [PromotionGate.Blend] = Evaluator.Engine(blended, holdOut.Test, options.ListLength, cancellationToken),
        };

        // the cases to judge by ask for items the user has not met: repeats have no say there
        foreach (ICandidateSource source in parts.Sources.Where(source => source != parts.Repeats))
        {
            metrics[source.Name] = Evaluator.Source(parts, source, holdOut.Test, options.ListLength, cancellationToken);
        }

        OfflineReport report = PromotionGate.Judge(metrics, holdOut.Test.Count, options.MinCases, options.ListLength, log.EventCount);
        return report with
        {
            Verdict = log.LeftOut == 0 ? report.Verdict : string.Create(CultureInfo.InvariantCulture, $"{report.Verdict} Of the log the newest {log.EventCount:N0} events; there was no room for {log.LeftOut:N0} older ones."),
            OffPolicy = OffPolicyGate.Judge(log, rehearsed, holdOut.Train.LastMs, options.Seed, cancellationToken),
            AgainstLive = live is null ? null : LiveModelEvaluator.Compare(live, rehearsed, holdOut.Test, options.ListLength, cancellationToken),
        };
    }

    private static ModelParts TrainEarly(
        TrainingLog earlier, TrainingOptions options, SourceParameters parameters, ContentTrainer? content, ManifestContent? map, CancellationToken cancellationToken)
    {
        ModelParts parts = SourceTrainer.Train(earlier, options, parameters, (_, _) => { }, cancellationToken);
        return content is null ? parts : content.Apply(earlier, parts, map!, cancellationToken);
    }

    private static ModelManifest Describe(
        TrainingLog log, TrainingOptions options, ModelParts parts, ValidationRun rehearsal, string version, DateTimeOffset now) => new()
        {
            Format = ModelManifest.CurrentFormat,
            Version = version,
            TrainedAt = now.ToUniversalTime(),
            Events = log.EventCount,
            Users = log.Users,
            Items = log.ItemCount,
            Sessions = parts.Sessions.Sessions.Rows,
            FirstEventAt = Time(log, log.FirstMs),
            LastEventAt = Time(log, log.LastMs),
            RefreshOf = rehearsal.Kept?.Version,
            ChosenEvents = rehearsal.Kept is { } kept ? kept.ChosenEvents ?? kept.Events : null,
            Options = options,
            Factors = parts.Factors.Parameters,
            SessionNeighbours = parts.Sessions.Parameters,
            CoVisitation = parts.CoVisitation.Seeds,
            Linear = parts.Linear.Seeds,
            Transitions = parts.Transitions.Seeds,
            Repeats = parts.Repeats?.Seeds,
            Content = rehearsal.Content is { } content ? content with { Used = parts.Map is not null } : null,
            Parameters = rehearsal.Parameters,
            Choices = rehearsal.Choices,
            Blend = rehearsal.Blend,
            Returning = rehearsal.Returning,
            Given = rehearsal.Given,
            Ranker = rehearsal.Ranker,
            HoldOutCases = rehearsal.Report.Cases,
            HoldOutMetrics = Written(rehearsal.Report),
            Verdict = rehearsal.Report.Verdict,
            Files = [],
            Checksum = "",
        };

    private static SortedDictionary<string, ManifestMetrics> Written(OfflineReport report) =>
        new(report.Metrics.ToDictionary(pair => pair.Key, pair => new ManifestMetrics(pair.Value.HitRate, pair.Value.Ndcg, pair.Value.Mrr, pair.Value.Coverage)), StringComparer.Ordinal);

    private static ModelVersion Record(
        TrainingLog log, TrainingOptions options, ValidationRun rehearsal, string version, DateTimeOffset now, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) => new()
        {
            Version = version,
            Status = rehearsal.Report.Passed ? ModelVersionStatus.Candidate : ModelVersionStatus.Refused,
            TrainedAt = now.ToUniversalTime(),
            Events = log.EventCount,
            Users = log.Users,
            Items = log.ItemCount,
            FirstEventAt = Time(log, log.FirstMs),
            LastEventAt = Time(log, log.LastMs),
            Seed = options.Seed,
            TrainingSeconds = 0,
            Bytes = files.Values.Sum(file => (long)file.Length),
            Report = rehearsal.Report,
            Baseline = rehearsal.Baseline,
        };

    private static DateTimeOffset? Time(TrainingLog log, long timeMs) => log.EventCount == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(timeMs);
}
