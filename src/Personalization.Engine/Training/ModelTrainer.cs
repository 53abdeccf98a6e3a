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

/// <summary>Trains a model version on a log and writes its artifact.</summary>
/// <remarks>
/// No user counts beyond the limits of <see cref="UserCaps"/>. A training has these phases:
/// <list type="number">
/// <item>It trains on the events before the hold-out.</item>
/// <item>It chooses source parameters and blends, and tries the learned ranker, on the earlier half of the
/// hold-out.</item>
/// <item>It evaluates the version on the later half.</item>
/// <item>It trains on all events and writes the artifact.</item>
/// </list>
/// While the log has few new events, the choices of the live model are reused (<see cref="ModelRefresher"/>). The
/// training is deterministic: the same log, options, catalog, version, time and live model give the same bytes on any
/// number of threads.
/// </remarks>
public static class ModelTrainer
{
    private const double ChosenShare = 0.25;
    private const double ValidatedShare = 0.5;
    private const double EvaluatedShare = 0.6;
    private const double TrainedShare = 0.97;

    /// <summary>Trains a version.</summary>
    /// <param name="log">The events.</param>
    /// <param name="options">The training options.</param>
    /// <param name="version">The name of the version.</param>
    /// <param name="now">The training time in the record of the version. Nothing else depends on it.</param>
    /// <param name="progress">Receives every step; null for none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="live">
    /// The live model; null for none. The version is compared with it on the hold-out. Its choices are reused until the
    /// log has grown by more than <see cref="TrainingOptions.RefreshShare"/> since they were made.
    /// </param>
    /// <param name="catalog">The catalog, so that the model knows new items by their content; null for none.</param>
    /// <param name="checkpoint">
    /// Stores the results of long steps. It may hold the results of an interrupted training of the same log, options,
    /// live model, version and time. Null to store nothing.
    /// </param>
    /// <exception cref="ArgumentException">The options are not valid. The message lists every error.</exception>
    /// <exception cref="InvalidDataException">A stored result cannot be read.</exception>
    public static TrainedModel Train(
        TrainingLog log,
        TrainingOptions options,
        string version,
        DateTimeOffset now,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken,
        LiveModel? live = null,
        IEnumerable<CatalogItem>? catalog = null,
        ITrainingCheckpoint? checkpoint = null) =>
        Train(
            log,
            options,
            version,
            now,
            progress,
            new LightGbmRankLearner(),
            cancellationToken,
            live,
            catalog,
            checkpoint);

    /// <summary>Trains a version with a given ranker learner.</summary>
    internal static TrainedModel Train(
        TrainingLog log,
        TrainingOptions options,
        string version,
        DateTimeOffset now,
        IProgress<TrainingProgress>? progress,
        IRankLearner learner,
        CancellationToken cancellationToken,
        LiveModel? live = null,
        IEnumerable<CatalogItem>? catalog = null,
        ITrainingCheckpoint? checkpoint = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(version);
        if (options.Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        TrainingLog capped = UserCaps.Apply(log, options);
        return Train(new TrainingRun
        {
            Log = capped,
            Options = options,
            Version = version,
            Now = now,
            Learner = learner,
            Live = live,
            Content = ItemContent.Match(capped, catalog) is { } content ? new(content, options) : null,
            Steps = new(checkpoint),
            Progress = progress,
            CancellationToken = cancellationToken,
        });
    }

    /// <summary>Evaluates a version on the test half of its hold-out.</summary>
    /// <param name="run">The training.</param>
    /// <param name="holdOut">The split of the log.</param>
    /// <param name="version">The version as it would serve, trained on the events before the hold-out.</param>
    /// <param name="blended">The same version without its learned ranker.</param>
    internal static OfflineReport Judge(TrainingRun run, HoldOut holdOut, ModelSnapshot version, ModelSnapshot blended)
    {
        (TrainingLog log, int listLength) = (run.Log, run.Options.ListLength);
        IReadOnlyList<EvaluationCase> cases = holdOut.Test;
        ModelParts parts = version.Parts;
        OfflineMetrics engine = Evaluator.Engine(
            version, cases, listLength, out double[] gains, run.CancellationToken);
        SortedDictionary<string, OfflineMetrics> metrics = new(StringComparer.Ordinal)
        {
            [PromotionGate.Engine] = engine,
            [PromotionGate.Blend] = version.Trees is null
                ? engine
                : Evaluator.Engine(blended, cases, listLength, run.CancellationToken),
        };
        double[] popular = [];

        // test cases have unseen targets, which the repeats source never returns
        foreach (ICandidateSource source in parts.Sources.Where(source => source != parts.Repeats))
        {
            metrics[source.Name] = Evaluator.Source(
                parts, source, cases, listLength, out double[] own, run.CancellationToken);
            popular = source == parts.Popular ? own : popular;
        }

        OfflineReport report = PromotionGate.Judge(
            metrics,
            cases.Count,
            run.Options.MinCases,
            listLength,
            log.EventCount,
            PairedGain.Of([.. cases.Select(testCase => testCase.User)], popular, gains),
            log.LeftOut > 0 ? 0 : run.Live?.Model.Manifest?.Events ?? 0);
        return report with
        {
            Verdict = log.LeftOut == 0 ? report.Verdict : $"{report.Verdict} {Truncation(log)}",
            OffPolicy = OffPolicyGate.Judge(
                log, version, holdOut.Train.LastMs, run.Options.Seed, run.CancellationToken),
            AgainstLive = run.Live is { } live
                ? LiveModelEvaluator.Compare(
                    live, version, holdOut.Train.LastMs, cases, listLength, run.CancellationToken)
                : null,
        };
    }

    private static TrainedModel Train(TrainingRun run)
    {
        ValidationRun validation = ModelRefresher.TryReuse(run) ?? Validate(run);
        ModelParts parts = SourceTrainer.Train(
            run.Log,
            run.Options,
            validation.Parameters,
            run.ReportBetween(EvaluatedShare, TrainedShare),
            run.CancellationToken,
            validation.Factors,
            run.Steps,
            "final");
        parts = run.Content?.Apply(run.Log, parts, validation.Content!, run.CancellationToken) ?? parts;
        run.Report("writing", TrainedShare);
        TrainedRanker? ranker = validation.Trees is { } trees
            ? new(trees, ItemStatisticsTrainer.Train(run.Log, run.Options))
            : null;
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files =
            ModelArtifact.Write(
                run.Log.Items, parts, ranker, Describe(run, parts, validation), validation.Moments);
        return new(Record(run, validation, files), files)
        {
            RankerNote = validation.Ranker.Note,
            RankerAvailable = validation.Ranker.Available,
        };
    }

    private static ValidationRun Validate(TrainingRun run)
    {
        (TrainingOptions options, TrainingSteps steps, CancellationToken cancellationToken) =
            (run.Options, run.Steps, run.CancellationToken);
        run.Report("choosing", 0);
        HoldOut holdOut = HoldOut.Split(run.Log, options);
        (SourceParameters parameters, IReadOnlyList<ManifestChoice> found) =
            HyperparameterSearch.Run(holdOut, options, steps, cancellationToken);
        ModelParts parts = SourceTrainer.Train(
            holdOut.Train,
            options,
            parameters,
            run.ReportBetween(ChosenShare, ValidatedShare),
            cancellationToken,
            null,
            steps,
            "rehearse");
        float[] factors = parts.Factors.Factors.ToArray();
        run.Report("evaluating", ValidatedShare);
        List<ManifestChoice> choices = [.. found];
        ManifestContent? content = ChooseContent(run, holdOut, parts, choices);
        parts = run.Content?.Apply(holdOut.Train, parts, content!, cancellationToken) ?? parts;
        TunedBlends fresh = Tune(run, "blend", parts, holdOut.Validation);
        TunedBlends returning = Tune(run, "blend-returning", parts, holdOut.Returning);
        ManifestBlend candidates = steps.GetOrCompute(
            "blend-given",
            CheckpointJson.Default.ManifestBlend,
            () => BlendTuner.TuneGiven(parts, holdOut.Validation, options, cancellationToken));
        RankerValidationRun ranking = new(
            run.Log,
            holdOut,
            parts,
            fresh.Blends,
            returning.Blends,
            earlier => TrainEarly(run, earlier, parameters, content))
        {
            Others = parts.Map is null ? [] : run.Content!.OtherIds,
            CandidateWeights = candidates.Weights,
        };
        RankerEvidence evidence = steps.GetOrCompute(
            "proof", CheckpointJson.Default.RankerEvidence, () => TryRanker(run, ranking));
        TreeEnsemble? trees = evidence.Trees is null ? null : RankerArtifact.ReadTrees(new(evidence.Trees));
        return new(
            parameters,
            choices,
            fresh.Common,
            returning.Common,
            evidence.Ranker,
            trees,
            content,
            evidence.Report,
            evidence.Baseline)
        {
            Factors = factors,
            Moments = fresh.Moments is null && returning.Moments is null
                ? null
                : new(fresh.Moments, returning.Moments),
            CandidateBlend = candidates,
        };
    }

    private static ManifestContent? ChooseContent(
        TrainingRun run, HoldOut holdOut, ModelParts parts, List<ManifestChoice> choices)
    {
        if (run.Content is not { } content)
        {
            return null;
        }

        ChosenContent chosen = run.Steps.GetOrCompute("choose-content", CheckpointJson.Default.ChosenContent, () =>
        {
            List<ManifestChoice> own = [];
            return new(content.Choose(holdOut, parts, own, run.CancellationToken), own);
        });
        choices.AddRange(chosen.Choices);
        return chosen.Content;
    }

    private static TunedBlends Tune(
        TrainingRun run, string step, ModelParts parts, IReadOnlyList<EvaluationCase> cases) =>
        run.Steps.GetOrCompute(
            step,
            CheckpointJson.Default.TunedBlends,
            () => BlendTuner.TuneMoments(parts, cases, run.Options, run.CancellationToken));

    /// <summary>Tries the learned ranker, evaluates the version with the result, and trains the final trees.</summary>
    private static RankerEvidence TryRanker(TrainingRun run, RankerValidationRun ranking)
    {
        RankerTrial trial = RankerTrainer.Try(ranking, run.Options, run.Learner, run.CancellationToken);
        ModelSnapshot version = ranking.Snapshot(trial.Fresh, trial.Returning, trial.Outcome.RanksGiven);
        OfflineReport report = Judge(run, ranking.HoldOut, version, ranking.Snapshot(null, null));
        TreeEnsemble? trees = RankerTrainer.Finish(trial, ranking, run.Options, run.Learner, run.CancellationToken);
        return new(
            trial.Outcome,
            report,
            BaselineTrainer.Count(ranking.Log, ranking.HoldOut.Train, ranking.Parts),
            trees is null ? null : RankerArtifact.Write(new(), trees).ToMemory().ToArray());
    }

    private static ModelParts TrainEarly(
        TrainingRun run, TrainingLog earlier, SourceParameters parameters, ManifestContent? content)
    {
        ModelParts parts = SourceTrainer.Train(earlier, run.Options, parameters, (_, _) => { }, run.CancellationToken);
        return run.Content?.Apply(earlier, parts, content!, run.CancellationToken) ?? parts;
    }

    private static string Truncation(TrainingLog log) => string.Create(
        CultureInfo.InvariantCulture,
        $"Trained on the newest {log.EventCount:N0} events; {log.LeftOut:N0} older events did not fit into memory.");

    private static ModelManifest Describe(TrainingRun run, ModelParts parts, ValidationRun validation) => new()
    {
        Format = ModelManifest.CurrentFormat,
        Version = run.Version,
        TrainedAt = run.Now.ToUniversalTime(),
        Events = run.Log.EventCount,
        Users = run.Log.Users,
        Items = run.Log.ItemCount,
        Sessions = parts.Sessions.Sessions.Rows,
        FirstEventAt = Time(run.Log, run.Log.FirstMs),
        LastEventAt = Time(run.Log, run.Log.LastMs),
        RefreshOf = validation.ReusedFrom?.Version,
        ChosenEvents = validation.ReusedFrom is { } reused ? reused.ChosenEvents ?? reused.Events : null,
        Options = run.Options,
        Factors = parts.Factors.Parameters,
        SessionNeighbours = parts.Sessions.Parameters,
        CoVisitation = parts.CoVisitation.Seeds,
        Linear = parts.Linear.Seeds,
        Transitions = parts.Transitions.Seeds,
        Repeats = parts.Repeats?.Seeds,
        Content = validation.Content is { } content ? content with { Used = parts.Map is not null } : null,
        Parameters = validation.Parameters,
        Choices = validation.Choices,
        Blend = validation.Blend,
        Returning = validation.Returning,
        Given = validation.CandidateBlend,
        Ranker = validation.Ranker,
        HoldOutCases = validation.Report.Cases,
        HoldOutMetrics = ManifestMetricsOf(validation.Report),
        Verdict = validation.Report.Verdict,
        Files = [],
        Checksum = "",
    };

    private static SortedDictionary<string, ManifestMetrics> ManifestMetricsOf(OfflineReport report) => new(
        report.Metrics.ToDictionary(
            pair => pair.Key,
            pair => new ManifestMetrics(pair.Value.HitRate, pair.Value.Ndcg, pair.Value.Mrr, pair.Value.Coverage)),
        StringComparer.Ordinal);

    private static ModelVersion Record(
        TrainingRun run, ValidationRun validation, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) => new()
        {
            Version = run.Version,
            Status = validation.Report.Passed ? ModelVersionStatus.Candidate : ModelVersionStatus.Refused,
            TrainedAt = run.Now.ToUniversalTime(),
            Events = run.Log.EventCount,
            Users = run.Log.Users,
            Items = run.Log.ItemCount,
            FirstEventAt = Time(run.Log, run.Log.FirstMs),
            LastEventAt = Time(run.Log, run.Log.LastMs),
            Seed = run.Options.Seed,
            TrainingSeconds = 0,
            Bytes = files.Values.Sum(file => (long)file.Length),
            Report = validation.Report,
            Baseline = validation.Baseline,
        };

    private static DateTimeOffset? Time(TrainingLog log, long timeMs) =>
        log.EventCount == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(timeMs);
}
