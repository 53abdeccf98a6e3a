using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Sources;

/// <summary>Adds up every item's event weights, each halved for every half-life between it and the log's newest event. The order is therefore the same at any later time.</summary>
internal static class PopularityTrainer
{
    /// <summary>Makes the source.</summary>
    public static PopularSource Train(TrainingLog log, double halfLifeDays)
    {
        double[] sums = new double[log.ItemCount];
        double halfLifeMs = halfLifeDays * 86_400_000;
        foreach (ref readonly SignalEvent happened in log.AllEvents)
        {
            sums[happened.Item] += happened.Weight * Math.Pow(0.5, (log.LastMs - happened.TimeMs) / halfLifeMs);
        }

        return new(Array.ConvertAll(sums, sum => (float)sum));
    }
}
