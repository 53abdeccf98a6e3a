using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>Computes the item statistics of a log, as of the end of the log.</summary>
internal static class ItemStatisticsTrainer
{
    private const double HourMs = 3_600_000;
    private const double DayMs = 24 * HourMs;

    /// <summary>Computes the statistics.</summary>
    /// <param name="log">The log.</param>
    /// <param name="options">The training options; they limit the weight of one user for an item.</param>
    public static ItemStatistics Train(TrainingLog log, TrainingOptions options)
    {
        int width = ItemStatistics.Count;
        double[] sums = new double[log.ItemCount * width];
        int[] lastUser = new int[log.ItemCount];
        UserItemBudget budget = new(log.ItemCount, options.UserItemWeight);
        for (int user = 0; user < log.UserSlots; user++)
        {
            budget.StartUser();
            ReadOnlySpan<SignalEvent> events = log.EventsOf(user).Span;
            for (int at = events.Length - 1; at >= 0; at--)
            {
                SignalEvent happened = events[at];
                if (budget.Take(happened.Item, happened.Weight) != 0)
                {
                    Add(
                        sums.AsSpan(happened.Item * width, width),
                        happened,
                        log.LastMs,
                        lastUser[happened.Item] != user + 1);
                    lastUser[happened.Item] = user + 1;
                }
            }
        }

        float[] values = new float[sums.Length];
        for (int item = 0; item < log.ItemCount; item++)
        {
            Finish(sums.AsSpan(item * width, width), values.AsSpan(item * width, width));
        }

        Rank(values, log.ItemCount);
        return new(values, log.ItemCount);
    }

    private static void Add(Span<double> sum, in SignalEvent happened, long endMs, bool newUser)
    {
        double ago = endMs - happened.TimeMs;
        sum[0] += happened.Weight > 0 ? 1 : 0;
        sum[1] += newUser ? 1 : 0;
        sum[2] += Math.Max(0, happened.Weight);
        sum[3] += happened.Weight < 0 ? 1 : 0;
        sum[4] = Math.Max(sum[4], ago);
        sum[5] = sum[0] + sum[3] == 1 ? ago : Math.Min(sum[5], ago);
        sum[6] += happened.Weight > 0 ? Math.Exp(-ago / DayMs) : 0;
        sum[7] += happened.Weight > 0 ? Math.Exp(-ago / (7 * DayMs)) : 0;
    }

    private static void Finish(ReadOnlySpan<double> sum, Span<float> value)
    {
        double strength = sum[0] == 0 ? 0 : sum[2] / sum[0];
        value[0] = (float)Math.Log(1 + sum[0]);
        value[1] = (float)Math.Log(1 + sum[1]);
        value[2] = (float)strength;
        value[3] = (float)(sum[3] / Math.Max(1, sum[0] + sum[3]));
        value[4] = (float)Math.Log(1 + (sum[4] / HourMs));
        value[5] = (float)Math.Log(1 + (sum[5] / HourMs));
        value[6] = (float)Math.Log(1 + sum[6]);
        value[7] = (float)Math.Log(1 + sum[7]);
    }

    // the reciprocal rank by the choices of the last week: 1 for the most chosen item
    private static void Rank(float[] values, int items)
    {
        int width = ItemStatistics.Count;
        int[] order = [.. Enumerable.Range(0, items)];
        Array.Sort(order, (a, b) =>
        {
            (float first, float second) = (values[(a * width) + 7], values[(b * width) + 7]);
            return first != second ? second.CompareTo(first) : a.CompareTo(b);
        });
        for (int place = 0; place < items; place++)
        {
            values[(order[place] * width) + 8] = 1f / (1 + place);
        }
    }
}
