using System.Collections.Immutable;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Benchmarks.Quality.Rankers;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training;

namespace Personalization.Benchmarks.Quality;

/// <summary>Trains the rankers of a table in sequence.</summary>
internal static class QualityRankers
{
    private const int Megabytes = 600;

    /// <summary>Trains the baselines.</summary>
    public static IEnumerable<TimedRanker> Baselines(Protocol protocol, Predicate<string> wanted, int threads)
    {
        (string Name, Func<IRanker> Train)[] all =
        [
            ("most popular", () => Rankers.Baselines.Popular(protocol.Log)),
            ("item-kNN", () => Rankers.Baselines.ItemNeighbours(protocol.Log)),
            ("EASE", () => Rankers.Baselines.Ease(protocol.Log, Megabytes, threads)),
        ];
        return all.Where(baseline => wanted(baseline.Name)).Select(baseline => TimedRanker.Train(baseline.Train));
    }

    /// <summary>Trains the engine with its default configuration, and gets it and each of its sources alone.</summary>
    /// <returns>The rankers, the manifest of the model version, and its choices at the moments of a visit.</returns>
    public static (ImmutableArray<TimedRanker> Rankers, string Manifest, ModelMoments? Moments) Engine(
        Protocol protocol, TrainingOptions options, IProgress<TrainingProgress>? progress)
    {
        TrainedModel? trained = null;
        ModelSnapshot? model = null;
        TimedRanker engine = TimedRanker.Train(() =>
        {
            trained = ModelTrainer.Train(
                protocol.Log, options, "quality", DateTimeOffset.UnixEpoch, progress, CancellationToken.None);
            model = ModelSnapshot.Load("quality", trained.Files);
            return new EngineRanker(model);
        });
        ModelParts parts = model!.Parts;
        ICandidateSource[] sources = [.. parts.Sources];
        return ([engine, .. sources.Select(source => new TimedRanker(new SourceRanker(parts, source), null, null))],
            System.Text.Encoding.UTF8.GetString(trained!.Files["manifest.json"].Span),
            model.Moments);
    }
}
