using Personalization.Abstractions.Models;
using Personalization.Engine.Candidates;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;

namespace Personalization.Engine.Training;

/// <summary>
/// Makes a model version of a log: trains on the time before the hold-out, tunes the blend on the hold-out's earlier half,
/// judges by its later half, then trains on everything and writes the artifact. Deterministic: the same log, options,
/// version and time give the same bytes, on any number of threads.
/// </summary>
public static class ModelTrainer
{
    private const double RehearsalShare = 0.4;
    private const double EvaluatedShare = 0.55;
    private const double TrainedShare = 0.97;

    /// <summary>Trains.</summary>
    /// <param name="log">The events.</param>
    /// <param name="options">How to train.</param>
    /// <param name="version">The version's name.</param>
    /// <param name="now">When, for the version's record; nothing else depends on it.</param>
    /// <param name="progress">Told of every step; may be null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every error.</exception>
    public static TrainedModel Train(
        TrainingLog log, TrainingOptions options, string version, DateTimeOffset now, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(version);
        if (options.Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        SourceParameters parameters = new();
        (ManifestBlend blend, OfflineReport report) = Rehearse(log, options, parameters, version, progress, cancellationToken);
        ModelParts parts = SourceTrainer.Train(
            log, options, parameters, (step, share) => progress?.Report(new(step, EvaluatedShare + ((TrainedShare - EvaluatedShare) * share))), cancellationToken);
        progress?.Report(new("writing", TrainedShare));
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files = ModelArtifact.Write(log.Items, parts, Describe(log, options, parts, blend, report, version, now));
        return new(Record(log, options, report, version, now, files), files);
    }

    private static (ManifestBlend Blend, OfflineReport Report) Rehearse(
        TrainingLog log, TrainingOptions options, SourceParameters parameters, string version, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        HoldOut holdOut = HoldOut.Split(log, options);
        ModelParts parts = SourceTrainer.Train(
            holdOut.Train, options, parameters, (step, share) => progress?.Report(new(step, RehearsalShare * share)), cancellationToken);
        progress?.Report(new("evaluating", RehearsalShare));
        ManifestBlend blend = BlendTuner.Tune(parts, holdOut.Validation, options.ListLength, options.MinCases, cancellationToken);
        ModelSnapshot engine = new(version, new ItemIndex(log.Items), parts, blend.Weights);
        SortedDictionary<string, OfflineMetrics> metrics = new(StringComparer.Ordinal)
        {
            [Gate.Engine] = Evaluator.Engine(engine, holdOut.Test, options.ListLength, cancellationToken),
        };
        foreach (ICandidateSource source in parts.Sources)
        {
            metrics[source.Name] = Evaluator.Source(parts, source, holdOut.Test, options.ListLength, cancellationToken);
        }

        return (blend, Gate.Judge(metrics, holdOut.Test.Count, options.MinCases, options.ListLength, log.EventCount));
    }

    private static ModelManifest Describe(
        TrainingLog log, TrainingOptions options, ModelParts parts, ManifestBlend blend, OfflineReport report, string version, DateTimeOffset now) => new()
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
            Options = options,
            Factors = parts.Factors.Parameters,
            SessionNeighbours = parts.Sessions.Parameters,
            CoVisitation = parts.CoVisitation.Seeds,
            Blend = blend,
            HoldOutCases = report.Cases,
            HoldOutMetrics = Written(report),
            Verdict = report.Verdict,
            Files = [],
            Checksum = "",
        };

    private static SortedDictionary<string, ManifestMetrics> Written(OfflineReport report) =>
        new(report.Metrics.ToDictionary(pair => pair.Key, pair => new ManifestMetrics(pair.Value.HitRate, pair.Value.Ndcg, pair.Value.Mrr, pair.Value.Coverage)), StringComparer.Ordinal);

    private static ModelVersion Record(
        TrainingLog log, TrainingOptions options, OfflineReport report, string version, DateTimeOffset now, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) => new()
        {
            Version = version,
            Status = report.Passed ? ModelVersionStatus.Candidate : ModelVersionStatus.Refused,
            TrainedAt = now.ToUniversalTime(),
            Events = log.EventCount,
            Users = log.Users,
            Items = log.ItemCount,
            FirstEventAt = Time(log, log.FirstMs),
            LastEventAt = Time(log, log.LastMs),
            Seed = options.Seed,
            TrainingSeconds = 0,
            Bytes = files.Values.Sum(file => (long)file.Length),
            Report = report,
        };

    private static DateTimeOffset? Time(TrainingLog log, long timeMs) => log.EventCount == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(timeMs);
}
