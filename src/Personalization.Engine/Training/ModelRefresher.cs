using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Ranker;
using Personalization.Engine.Training.Sources;

namespace Personalization.Engine.Training;

/// <summary>
/// Trains a version with the choices of the live model: source parameters, blends, ranker trees and the use of content.
/// </summary>
/// <remarks>
/// These choices cost most of a training. The refresher counts everything from the log again and continues the live
/// model's factors for a few epochs. The version is evaluated like any other. All its test events are later than the
/// events that the live model was trained on, so the reused choices and factors cannot know them.
/// </remarks>
internal static class ModelRefresher
{
    private const double ValidatedShare = 0.5;

    /// <summary>Validates a version with the choices of the live model.</summary>
    /// <returns>
    /// Null when the training must make its own choices: there is no live model, its options differ, or the log has
    /// grown too much or has too few new events.
    /// </returns>
    public static ValidationRun? TryReuse(TrainingRun run)
    {
        if (run.Live?.Model.Manifest is not { } reused || !MayReuse(run, reused))
        {
            return null;
        }

        HoldOut holdOut = HoldOut.Split(run.Log, run.Options, run.Live.LastEventAt.ToUnixTimeMilliseconds() + 1);
        bool isLater = holdOut.Test.All(testCase => testCase.Signal.NowMs > holdOut.Train.LastMs);
        if (!isLater || holdOut.Test.Count < run.Options.MinCases)
        {
            return null;
        }

        ModelParts trained = SourceTrainer.Train(
            holdOut.Train,
            run.Options,
            reused.Parameters,
            run.ReportBetween(0, ValidatedShare),
            run.CancellationToken,
            VectorsOf(run.Live.Model, run.Log),
            run.Steps,
            "refresh");
        run.Report("evaluating", ValidatedShare);
        return Evaluate(run, run.Live.Model, reused, holdOut, trained);
    }

    private static ValidationRun Evaluate(
        TrainingRun run, ModelSnapshot live, ModelManifest reused, HoldOut holdOut, ModelParts trained)
    {
        bool usesContent = reused.Content is { Used: true };
        ModelParts parts = usesContent
            ? run.Content!.Apply(holdOut.Train, trained, reused.Content!, run.CancellationToken)
            : trained;
        ItemIndex items = new ItemIndex(run.Log.Items).With(usesContent ? run.Content!.OtherIds : []);
        TrainedRanker? ranker = live.Trees is { } trees
            ? new(trees, ItemStatisticsTrainer.Train(holdOut.Train, run.Options))
            : null;
        MomentBlends blends = live.Moments?.Fresh?.Over(reused.Blend.Weights) ?? reused.Blend.Weights;
        MomentBlends returning = live.Moments?.Returning?.Over(reused.Returning.Weights) ?? reused.Returning.Weights;
        ModelSnapshot Snapshot(LearnedRanker? fresh, LearnedRanker? repeats, bool ranksGiven = true) => new(
            "validation", items, parts, blends, returning, fresh, repeats, reused.Given?.Weights, ranksGiven);
        ModelSnapshot version = Snapshot(
            reused.Ranker?.Fresh is { Used: true } ? ranker?.Over(parts, blends.Common) : null,
            reused.Ranker?.Returning is { Used: true } ? ranker?.Over(parts, returning.Common) : null,
            reused.Ranker is not { RanksGiven: false });
        ModelSnapshot blended = Snapshot(null, null);
        return new(
            reused.Parameters,
            reused.Choices,
            reused.Blend,
            reused.Returning,
            reused.Ranker ?? new(true, "The live model has no learned ranker.", 0, null, null, []),
            live.Trees,
            reused.Content ?? (run.Content is null ? null : new ManifestContent(false, 0, 0, 0, 0)),
            ModelTrainer.Judge(run, holdOut, version, blended),
            BaselineTrainer.Count(run.Log, holdOut.Train, parts))
        {
            Factors = trained.Factors.Factors.ToArray(),
            CandidateBlend = reused.Given,
            Moments = live.Moments,
            ReusedFrom = reused,
        };
    }

    private static bool MayReuse(TrainingRun run, ModelManifest reused)
    {
        long chosen = reused.ChosenEvents ?? reused.Events;
        TrainingOptions comparable = run.Options with
        {
            Threads = reused.Options.Threads,
            WarmEpochs = reused.Options.WarmEpochs,
            RefreshShare = reused.Options.RefreshShare,
            MaxEvents = reused.Options.MaxEvents,
            UserItemWeight = reused.Options.UserItemWeight,
            UserPairWeight = reused.Options.UserPairWeight,
            UserDayEvents = reused.Options.UserDayEvents,
            UserShare = reused.Options.UserShare,
        };
        return run.Log.EventCount > reused.Events
            && run.Log.EventCount - chosen < run.Options.RefreshShare * chosen
            && reused.Options == comparable
            && (run.Content is not null || reused.Content is null);
    }

    /// <summary>
    /// The vectors of a model by the item numbers of a log; all 0 for an item that the model does not know.
    /// </summary>
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
