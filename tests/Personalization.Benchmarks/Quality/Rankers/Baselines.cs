using System.Numerics.Tensors;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Datasets;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Sources;

namespace Personalization.Benchmarks.Quality.Rankers;

/// <summary>
/// The baselines that the engine must beat. They use only the set of a user's items, without order or time.
/// </summary>
internal static class Baselines
{
    /// <summary>The ridge parameter of EASE, as in the published tables.</summary>
    public const float EaseRidge = 1000;

    private const int Neighbours = 200;

    /// <summary>
    /// Ranks by popularity: the number of users of an item, or the number of purchases if there are any.
    /// </summary>
    public static ScoreRanker Popular(TrainingLog log)
    {
        float[] counts = new float[log.ItemCount];
        bool purchases = log.PurchaseWeight > 0;
        foreach (ref readonly SignalEvent happened in log.AllEvents)
        {
            counts[happened.Item] += happened.Weight >= log.PurchaseWeight ? 1 : 0;
        }

        return new ScoreRanker(purchases ? "most popular by purchases" : "most popular", log.ItemCount, (_, scores) =>
        {
            for (int item = 0; item < counts.Length; item++)
            {
                scores[item] = counts[item];
            }
        });
    }

    /// <summary>Item-kNN with cosine similarity over the items' users, 200 neighbors.</summary>
    public static IRanker ItemNeighbours(TrainingLog log)
    {
        Adjacency rows = ChosenItems.Of(log);
        Adjacency users = AdjacencyBuilder.Invert(rows, log.ItemCount, int.MaxValue);
        ScoreBoard board = new(log.ItemCount);
        Candidate[] best = new Candidate[Neighbours];
        AdjacencyBuilder lists = new();
        for (int item = 0; item < log.ItemCount; item++)
        {
            board.Clear();
            foreach (int user in users.Targets(item))
            {
                foreach (int other in rows.Targets(user))
                {
                    board.Add(other, 1 / MathF.Sqrt(users.Targets(other).Length), -1);
                }
            }

            int own = item;
            int count = board.Best(new AllBut(own), best);
            foreach (ref readonly Candidate neighbor in best.AsSpan(0, count))
            {
                lists.Add(neighbor.Item, neighbor.Score / MathF.Sqrt(users.Targets(item).Length));
            }

            lists.EndRow();
        }

        Adjacency neighbours = lists.Build(log.ItemCount);
        return new ScoreRanker("item-kNN, cosine", log.ItemCount, (question, scores) =>
        {
            foreach (int item in Chosen(question))
            {
                for (int i = 0; i < neighbours.Targets(item).Length; i++)
                {
                    // single precision, as the published rows were computed
                    int target = neighbours.Targets(item)[i];
                    scores[target] = (float)scores[target] + neighbours.Weights(item)[i];
                }
            }
        });
    }

    /// <summary>
    /// EASE with its full weight matrix (Steck, 2019); limited to the most chosen items if the matrix exceeds the
    /// memory limit.
    /// </summary>
    public static IRanker Ease(TrainingLog log, int megabytes, int threads)
    {
        LinearModel model = LinearTrainer.Solve(
            ChosenItems.Of(log),
            log.ItemCount,
            new LinearPenalty(EaseRidge),
            megabytes,
            threads,
            CancellationToken.None);
        int count = model.Items.Length;
        float[] scales = new float[count];
        int[] places = new int[log.ItemCount];
        Array.Fill(places, -1);
        for (int place = 0; place < count; place++)
        {
            scales[place] = -1 / model.Row(place)[place];
            places[model.Items[place]] = place;
        }

        string name = count < log.ItemCount ? $"EASE, ridge {EaseRidge}, {count} items" : $"EASE, ridge {EaseRidge}";
        return new ScoreRanker(
            name, log.ItemCount, (question, scores) => Score(question, scores, model, places, scales));
    }

    private static void Score(Question question, double[] scores, LinearModel model, int[] places, float[] scales)
    {
        float[] sums = new float[model.Items.Length];
        int[] own = [.. Chosen(question).Select(item => places[item]).Where(place => place >= 0)];
        foreach (int place in own)
        {
            TensorPrimitives.Add(sums, model.Row(place), sums);
        }

        foreach (int place in own)
        {
            sums[place] -= model.Row(place)[place];
        }

        for (int place = 0; place < sums.Length; place++)
        {
            scores[model.Items[place]] = sums[place] * scales[place];
        }
    }

    private static HashSet<int> Chosen(Question question)
    {
        HashSet<int> chosen = [];
        foreach (ref readonly SignalEvent happened in question.Signal.Events.Span)
        {
            if (happened.Weight > 0)
            {
                _ = chosen.Add(happened.Item);
            }
        }

        return chosen;
    }

    private sealed class AllBut(int item) : CandidateFilter
    {
        public override bool Allows(int candidate) => candidate != item;
    }
}
