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
/// The cheap training: all that is counted from the log is counted anew, the factors go on from the live model's for a few epochs, and the choices that cost most of a
/// training (the sources' parameters, the blends, the trees, the use of the catalogue) stay the live model's. It is judged like any other version, on events
/// that are all later than what the live model has seen: nothing it went on from can know them.
/// </summary>
internal static class ModelRefresher
{
    private const double RehearsedShare = 0.5;

    /// <summary>Rehearses.</summary>
    /// <returns>Null when the choices are to be made anew: there is no such model, it was trained otherwise, the log has grown too much or holds too little that is new.</returns>
    public static ValidationRun? Rehearse(
        TrainingLog log, TrainingOptions options, ContentTrainer? content, LiveModel? live, IProgress<TrainingProgress>? progress, TrainingSteps steps,
        CancellationToken cancellationToken)
    {
        if (live?.Model.Manifest is not { } kept || !MayKeep(log, options, content, kept))
        {
            return null;
        }

        HoldOut holdOut = HoldOut.Split(log, options, live.LastEventAt.ToUnixTimeMilliseconds() + 1);
        bool isLater = holdOut.Test.All(question => question.Signal.NowMs > holdOut.Train.LastMs);
        if (!isLater || holdOut.Test.Count < options.MinCases)
        {
            return null;
        }

        ModelParts trained = SourceTrainer.Train(
            holdOut.Train, options, kept.Parameters, (step, share) => progress?.Report(new(step, RehearsedShare * share)), cancellationToken, VectorsOf(live.Model, log),
            steps, "refresh");
        progress?.Report(new("evaluating", RehearsedShare));
        bool usesContent = kept.Content is { Used: true };
        ModelParts parts = usesContent ? content!.Apply(holdOut.Train, trained, kept.Content!, cancellationToken) : trained;
        ItemIndex items = new ItemIndex(log.Items).With(usesContent ? content!.OtherIds : []);
        TrainedRanker? learnt = live.Model.Trees is { } trees ? new(trees, ItemStatisticsTrainer.Train(holdOut.Train)) : null;
        ModelSnapshot rehearsed = new(
            "rehearsal", items, parts, kept.Blend.Weights, kept.Returning.Weights,
            kept.Ranker?.Fresh is { Used: true } ? learnt?.Over(parts, kept.Blend.Weights) : null,
            kept.Ranker?.Returning is { Used: true } ? learnt?.Over(parts, kept.Returning.Weights) : null,
            kept.Given?.Weights, kept.Ranker is not { RanksGiven: false });
        ModelSnapshot blended = new("rehearsal", items, parts, kept.Blend.Weights, kept.Returning.Weights, given: kept.Given?.Weights);
        return new(
            kept.Parameters, kept.Choices, kept.Blend, kept.Returning, kept.Ranker ?? new(true, "The live model had no learnt ranker.", 0, null, null, []), live.Model.Trees,
            kept.Content ?? (content is null ? null : new ManifestContent(false, 0, 0, 0, 0)),
            ModelTrainer.Judge(log, options, holdOut, rehearsed, blended, live, cancellationToken), BaselineTrainer.Count(log, holdOut.Train, parts))
        {
            Factors = trained.Factors.Factors.ToArray(),
            Given = kept.Given,
            Kept = kept,
        };
    }

    private static bool MayKeep(TrainingLog log, TrainingOptions options, ContentTrainer? content, ModelManifest kept)
    {
        long chosen = kept.ChosenEvents ?? kept.Events;
        return log.EventCount > kept.Events && log.EventCount - chosen < options.RefreshShare * chosen
            && kept.Options == options with { Threads = kept.Options.Threads, WarmEpochs = kept.Options.WarmEpochs, RefreshShare = kept.Options.RefreshShare, MaxEvents = kept.Options.MaxEvents }
            && (content is not null || kept.Content is null);
    }

    /// <summary>A model's vectors by the numbers of a log; all 0 for an item it was not trained on.</summary>
    private static float[] VectorsOf(ModelSnapshot model, TrainingLog log)
    {
        FactorSource factors = model.Parts.Factors;
        int size = factors.Parameters.Factors;
        float[] vectors = new float[log.ItemCount * size];
        for (int item = 0; item < log.ItemCount; item++)
        {
            if (model.Items.TryGet(log.Items[item], out int number) && number < model.Items.Trained)
            {
                factors.VectorOf(number).CopyTo(vectors.AsSpan(item * size));
            }
        }

        return vectors;
    }
}
