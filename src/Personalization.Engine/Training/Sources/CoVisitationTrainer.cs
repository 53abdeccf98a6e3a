using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Sources;

/// <summary>
/// Counts which items the same users chose near to each other in time and order. Every two events of a user on different items
/// count decay^(steps between) x e^(-time between); an item keeps its strongest neighbours. Where the search begins are raw counts: on a
/// real shop's held-out purchases dividing them by popularity and weighing them by event type both made the lists worse. Pairing events instead of
/// items, dropping the types' weights and counting close pairs for more together took hits at 20 from .09 to .21; the parts were not measured one by one.
/// </summary>
internal static class CoVisitationTrainer
{
    /// <summary>Makes the source.</summary>
    public static CoVisitationSource Train(
        TrainingLog log, TrainingOptions options, CoVisitationParameters parameters, CancellationToken cancellationToken, string name = CoVisitationSource.ItemToItem)
    {
        Adjacency histories = Histories(log);
        int[] owners = Owners(histories);
        (int[] starts, int[] places) = Occurrences(histories, log.ItemCount);
        float[] rareness = Rareness(starts, parameters.TargetPower);
        ScoreBoard board = new(log.ItemCount);
        Candidate[] best = new Candidate[options.Neighbours];
        AdjacencyBuilder lists = new(log.ItemCount);
        for (int item = 0; item < log.ItemCount; item++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            board.Clear();
            foreach (int at in places.AsSpan(starts[item]..starts[item + 1]))
            {
                AddPairs(histories, owners[at], at, parameters, rareness, board);
            }

            float scale = Scale(board, parameters.SeedPower);
            int count = board.Best(CandidateFilter.Open, best);
            foreach (ref readonly Candidate neighbour in best.AsSpan(0, count))
            {
                lists.Add(neighbour.Item, scale * neighbour.Score);
            }

            lists.EndRow();
        }

        return new(lists.Build(log.ItemCount), parameters.Seeds, name);
    }

    private static void AddPairs(Adjacency histories, int user, int at, CoVisitationParameters parameters, float[] rareness, ScoreBoard board)
    {
        ReadOnlySpan<int> items = histories.AllTargets;
        ReadOnlySpan<float> minutes = histories.AllWeights;
        int start = histories.Starts[user];
        int end = histories.Starts[user + 1];
        float share = parameters.LengthPower == 0 ? 1 : MathF.Pow(end - start, -parameters.LengthPower);
        for (int other = Math.Max(start, at - parameters.Window); other <= Math.Min(end - 1, at + parameters.Window); other++)
        {
            float weight = other < at ? share * parameters.Back : share;
            if (items[other] != items[at] && weight > 0)
            {
                weight *= parameters.PairWeight(Math.Abs(other - at), MathF.Abs(minutes[other] - minutes[at]));
                board.Add(items[other], weight * rareness[items[other]], -1);
            }
        }
    }

    private static float[] Rareness(int[] starts, float power)
    {
        float[] rareness = new float[starts.Length - 1];
        for (int item = 0; item < rareness.Length; item++)
        {
            rareness[item] = power == 0 ? 1 : MathF.Pow(Math.Max(1, starts[item + 1] - starts[item]), -power);
        }

        return rareness;
    }

    private static float Scale(ScoreBoard board, float power)
    {
        double sum = 0;
        foreach (int item in power == 0 ? [] : board.Touched)
        {
            sum += board.ScoreOf(item);
        }

        return sum > 0 ? (float)Math.Pow(sum, -power) : 1;
    }

    /// <summary>Every user's chosen items in order, with the minutes since the user's first event.</summary>
    private static Adjacency Histories(TrainingLog log)
    {
        AdjacencyBuilder histories = new(log.UserSlots, log.EventCount);
        for (int user = 0; user < log.UserSlots; user++)
        {
            ReadOnlySpan<SignalEvent> events = log.EventsOf(user).Span;
            foreach (ref readonly SignalEvent happened in events)
            {
                if (happened.Weight > 0)
                {
                    histories.Add(happened.Item, (float)((happened.TimeMs - events[0].TimeMs) / 60_000.0));
                }
            }

            histories.EndRow();
        }

        return histories.Build(log.ItemCount);
    }

    private static int[] Owners(Adjacency histories)
    {
        int[] owners = new int[histories.AllTargets.Length];
        for (int user = 0; user < histories.Rows; user++)
        {
            owners.AsSpan(histories.Starts[user], histories.Targets(user).Length).Fill(user);
        }

        return owners;
    }

    /// <summary>Every item's places among the events of <see cref="Histories"/>, one item's after the other's, and where each begins.</summary>
    private static (int[] Starts, int[] Places) Occurrences(Adjacency histories, int itemCount)
    {
        int[] starts = new int[itemCount + 1];
        foreach (int item in histories.AllTargets)
        {
            starts[item + 1]++;
        }

        for (int item = 0; item < itemCount; item++)
        {
            starts[item + 1] += starts[item];
        }

        int[] places = new int[starts[^1]];
        int[] next = starts[..^1];
        for (int at = 0; at < places.Length; at++)
        {
            places[next[histories.AllTargets[at]]++] = at;
        }

        return (starts, places);
    }
}
