using Personalization.Abstractions.Retraining;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Sources;

/// <summary>Counts how the choices of the hold-out fell on items by their popularity before it.</summary>
internal static class BaselineTrainer
{
    /// <summary>Counts them.</summary>
    /// <param name="log">All events.</param>
    /// <param name="train">Those before the hold-out.</param>
    /// <param name="parts">What was trained on those.</param>
    public static DriftBaseline Count(TrainingLog log, TrainingLog train, ModelParts parts)
    {
        PopularityBuckets buckets = new(new ItemIndex(log.Items), parts.Popular);
        long[] counts = new long[PopularityBuckets.Count];
        foreach (ref readonly SignalEvent happened in log.AllEvents)
        {
            if (happened.TimeMs > train.LastMs)
            {
                counts[buckets.Of(happened.Item)]++;
            }
        }

        return new([.. counts]);
    }
}
