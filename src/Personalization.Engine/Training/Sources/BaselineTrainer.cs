using Personalization.Abstractions.Retraining;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Sources;

/// <summary>Counts the choices of the hold-out in each popularity bucket.</summary>
internal static class BaselineTrainer
{
    /// <summary>Counts the choices after the training events.</summary>
    /// <param name="log">All events.</param>
    /// <param name="train">The events before the hold-out.</param>
    /// <param name="parts">The sources trained on <paramref name="train"/>. They define the popularity.</param>
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
