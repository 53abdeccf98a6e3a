using Personalization.Engine.Candidates;

namespace Personalization.Engine.Training;

/// <summary>
/// Counts which items the same users chose, near to each other in time and order. A pair of one user counts
/// w(a) w(b) decay^steps-between, less when days lie between; an item keeps its strongest neighbours.
/// </summary>
internal static class CoVisitationTrainer
{
    /// <summary>Makes the source.</summary>
    public static CoVisitationSource Train(TrainingLog log, TrainingOptions options, CoVisitationParameters parameters, CancellationToken cancellationToken)
    {
        Adjacency users = Histories(log, options.SessionGapMs, out long[] times);
        Adjacency visitors = AdjacencyBuilder.Invert(users, log.ItemCount, int.MaxValue);
        float[] popularity = Popularity(users, log.ItemCount, parameters);
        ScoreBoard board = new(log.ItemCount);
        Candidate[] best = new Candidate[options.Neighbours];
        AdjacencyBuilder lists = new();
        for (int item = 0; item < log.ItemCount; item++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            board.Clear();
            foreach (int user in visitors.Targets(item))
            {
                AddPairs(users, user, item, times, parameters, popularity, board);
            }

            int count = board.Best(ItemGate.Open, best);
            foreach (ref readonly Candidate neighbour in best.AsSpan(0, count))
            {
                lists.Add(neighbour.Item, neighbour.Score);
            }

            lists.EndRow();
        }

        return new(lists.Build(log.ItemCount), parameters.Seeds);
    }

    private static void AddPairs(Adjacency users, int user, int item, long[] times, CoVisitationParameters parameters, float[] popularity, ScoreBoard board)
    {
        ReadOnlySpan<int> items = users.Targets(user);
        ReadOnlySpan<float> weights = users.Weights(user);
        ReadOnlySpan<long> when = times.AsSpan(users.Starts[user], items.Length);
        int at = items.IndexOf(item);
        for (int other = Math.Max(0, at - parameters.Window); other <= Math.Min(items.Length - 1, at + parameters.Window); other++)
        {
            if (other != at)
            {
                float pair = parameters.PairWeight(weights[at], weights[other], Math.Abs(other - at), Math.Abs(when[other] - when[at]));
                board.Add(items[other], pair * popularity[items[other]], -1);
            }
        }
    }

    private static float[] Popularity(Adjacency users, int itemCount, CoVisitationParameters parameters)
    {
        float[] damping = new float[itemCount];
        foreach (int item in users.AllTargets)
        {
            damping[item]++;
        }

        for (int i = 0; i < itemCount; i++)
        {
            damping[i] = MathF.Pow(Math.Max(1, damping[i]), -parameters.PopularityDamping);
        }

        return damping;
    }

    private static Adjacency Histories(TrainingLog log, long sessionGapMs, out long[] times)
    {
        AdjacencyBuilder histories = new();
        List<long> when = [];
        Footprints prints = new(log.ItemCount);
        for (int user = 0; user < log.UserSlots; user++)
        {
            prints.Fold(log.EventsOf(user).Span, sessionGapMs);
            foreach (ref readonly Footprint print in prints.Span)
            {
                if (print.Weight > 0)
                {
                    histories.Add(print.Item, print.Weight);
                    when.Add(print.LastMs);
                }
            }

            histories.EndRow();
        }

        times = [.. when];
        return histories.Build(log.ItemCount);
    }
}
