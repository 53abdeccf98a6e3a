using Personalization.Engine.Candidates;

namespace Personalization.Engine.Training;

/// <summary>
/// Counts which items the same users chose near to each other in time and order. Every two events of a user on different items
/// count decay^(steps between) x e^(-time between); an item keeps its strongest neighbours. Raw counts: on a
/// real shop's held-out purchases dividing them by popularity and weighing them by event type both made the lists worse. Pairing events instead of
/// items, dropping the types' weights and counting close pairs for more together took hits at 20 from .09 to .21; the parts were not measured one by one.
/// </summary>
internal static class CoVisitationTrainer
{
    /// <summary>Makes the source.</summary>
    public static CoVisitationSource Train(TrainingLog log, TrainingOptions options, CoVisitationParameters parameters, CancellationToken cancellationToken)
    {
        Adjacency histories = Histories(log);
        int[] owners = Owners(histories);
        Adjacency occurrences = Occurrences(histories, log.ItemCount);
        ScoreBoard board = new(log.ItemCount);
        Candidate[] best = new Candidate[options.Neighbours];
        AdjacencyBuilder lists = new();
        for (int item = 0; item < log.ItemCount; item++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            board.Clear();
            foreach (int at in occurrences.Targets(item))
            {
                AddPairs(histories, owners[at], at, parameters, board);
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

    private static void AddPairs(Adjacency histories, int user, int at, CoVisitationParameters parameters, ScoreBoard board)
    {
        ReadOnlySpan<int> items = histories.AllTargets;
        ReadOnlySpan<float> minutes = histories.AllWeights;
        int from = Math.Max(histories.Starts[user], at - parameters.Window);
        int to = Math.Min(histories.Starts[user + 1] - 1, at + parameters.Window);
        for (int other = from; other <= to; other++)
        {
            if (items[other] != items[at])
            {
                board.Add(items[other], parameters.PairWeight(Math.Abs(other - at), MathF.Abs(minutes[other] - minutes[at])), -1);
            }
        }
    }

    /// <summary>Every user's chosen items in order, with the minutes since the user's first event.</summary>
    private static Adjacency Histories(TrainingLog log)
    {
        AdjacencyBuilder histories = new();
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

    /// <summary>Every item's places among the events of <see cref="Histories"/>.</summary>
    private static Adjacency Occurrences(Adjacency histories, int itemCount)
    {
        AdjacencyBuilder single = new();
        foreach (int item in histories.AllTargets)
        {
            single.Add(item, 1);
            single.EndRow();
        }

        return AdjacencyBuilder.Invert(single.Build(itemCount), itemCount, int.MaxValue);
    }
}
