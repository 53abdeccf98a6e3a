using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Sources;

/// <summary>
/// Sums the event weights of every item. A weight halves with each half-life between its event and the newest event of
/// the log. The weight of one user for an item is limited.
/// </summary>
/// <remarks>The order of the items is therefore the same at any later time.</remarks>
internal static class PopularityTrainer
{
    /// <summary>Trains the source.</summary>
    public static PopularSource Train(TrainingLog log, TrainingOptions options)
    {
        double[] sums = new double[log.ItemCount];
        double halfLifeMs = options.PopularHalfLifeDays * 86_400_000;
        UserItemBudget budget = new(log.ItemCount, options.UserItemWeight);
        for (int user = 0; user < log.UserSlots; user++)
        {
            budget.StartUser();
            ReadOnlySpan<SignalEvent> events = log.EventsOf(user).Span;
            for (int at = events.Length - 1; at >= 0; at--)
            {
                double weight = budget.Take(events[at].Item, events[at].Weight);
                sums[events[at].Item] += weight * Math.Pow(0.5, (log.LastMs - events[at].TimeMs) / halfLifeMs);
            }
        }

        return new(Array.ConvertAll(sums, sum => (float)sum));
    }
}
