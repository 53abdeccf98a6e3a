using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Sources;

/// <summary>Counts the items that users bought in one basket: complements, not alternatives.</summary>
/// <remarks>
/// A basket has the purchases of a user with no longer pause than that of a session; the lines of one order always
/// belong together. Views do not count: users view alternatives and buy complements. A pair counts once per basket, and
/// needs two baskets. The score is the count over the geometric mean of the baskets of both items, with a constant
/// against rare items.
/// </remarks>
internal static class BasketTrainer
{
    /// <summary>The largest basket; a larger one says little about each pair.</summary>
    private const int LargestBasket = 30;

    /// <summary>The most complements of an item.</summary>
    private const int MostComplements = 30;

    private const int FewestBaskets = 2;
    private const float Shrinkage = 5;

    /// <summary>Counts the complements of every item, best first.</summary>
    public static Adjacency Train(TrainingLog log, TrainingOptions options)
    {
        Adjacency baskets = BasketsOf(log, options.SessionGapMs);
        int[] counts = new int[log.ItemCount];
        foreach (int item in baskets.AllTargets)
        {
            counts[item]++;
        }

        Adjacency places = AdjacencyBuilder.Invert(baskets, log.ItemCount, int.MaxValue);
        ScoreBoard board = new(log.ItemCount);
        Candidate[] best = new Candidate[MostComplements];
        AdjacencyBuilder lists = new(log.ItemCount);
        for (int item = 0; item < log.ItemCount; item++)
        {
            board.Clear();
            foreach (int basket in places.Targets(item))
            {
                foreach (int other in baskets.Targets(basket))
                {
                    if (other != item)
                    {
                        board.Add(other, 1, -1);
                    }
                }
            }

            TopCandidates top = new(best);
            foreach (int other in board.Touched)
            {
                if (board.ScoreOf(other) >= FewestBaskets)
                {
                    float mean = MathF.Sqrt((float)counts[item] * counts[other]);
                    top.Offer(new(other, board.ScoreOf(other) / (mean + Shrinkage), -1));
                }
            }

            int count = top.Sort();
            foreach (ref readonly Candidate complement in best.AsSpan(0, count))
            {
                lists.Add(complement.Item, complement.Score);
            }

            lists.EndRow();
        }

        return lists.Build(log.ItemCount);
    }

    private static Adjacency BasketsOf(TrainingLog log, long gapMs)
    {
        AdjacencyBuilder baskets = new(log.UserSlots, log.EventCount);
        List<int> basket = [];
        for (int user = 0; user < log.UserSlots; user++)
        {
            long lastMs = 0;
            foreach (ref readonly SignalEvent happened in log.EventsOf(user).Span)
            {
                if (happened.Weight < log.PurchaseWeight)
                {
                    continue;
                }

                if (happened.TimeMs - lastMs > gapMs)
                {
                    Close(baskets, basket);
                }

                lastMs = happened.TimeMs;
                if (!basket.Contains(happened.Item))
                {
                    basket.Add(happened.Item);
                }
            }

            Close(baskets, basket);
        }

        return baskets.Build(log.ItemCount);
    }

    private static void Close(AdjacencyBuilder baskets, List<int> basket)
    {
        if (basket.Count is > 1 and <= LargestBasket)
        {
            basket.ForEach(item => baskets.Add(item, 1));
            baskets.EndRow();
        }

        basket.Clear();
    }
}
