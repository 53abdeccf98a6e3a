using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Sources;

/// <summary>
/// Sums the event weights of every item. A weight halves with each half-life between its event and the newest event of
/// the log.
/// </summary>
/// <remarks>The order of the items is therefore the same at any later time.</remarks>
internal static class PopularityTrainer
{
    /// <summary>Trains the source.</summary>
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
