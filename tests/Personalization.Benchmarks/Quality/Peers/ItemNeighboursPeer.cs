using Personalization.Benchmarks.Quality.Rankers;
using Personalization.Engine.Datasets;
using Personalization.Engine.Numerics;

namespace Personalization.Benchmarks.Quality.Peers;

/// <summary>
/// Item-kNN over the sets of users with shrunk cosine: users of both items / (the root of the product of their users +
/// shrinkage), 200 neighbors of each item.
/// </summary>
internal static class ItemNeighboursPeer
{
    /// <summary>The shrinkages to choose from.</summary>
    public static readonly float[] Shrinkages = [0, 5, 20, 100];

    private const int Neighbours = 200;

    /// <summary>Trains the ranker of a log.</summary>
    public static ScoreRanker Of(TrainingLog log, float shrinkage)
    {
        Adjacency rows = ChosenItems.Of(log);
        Adjacency users = AdjacencyBuilder.Invert(rows, log.ItemCount, int.MaxValue);
        (int Item, float Weight)[][] neighbours = new (int, float)[log.ItemCount][];
        Dictionary<int, int> counts = [];
        for (int item = 0; item < log.ItemCount; item++)
        {
            counts.Clear();
            foreach (int user in users.Targets(item))
            {
                foreach (int other in rows.Targets(user))
                {
                    counts[other] = counts.GetValueOrDefault(other) + 1;
                }
            }

            double own = users.Targets(item).Length;
            _ = counts.Remove(item);
            neighbours[item] =
            [
                .. counts.Select(pair => (pair.Key, (float)(
                        pair.Value / (Math.Sqrt(own * users.Targets(pair.Key).Length) + shrinkage))))
                    .OrderByDescending(pair => pair.Item2)
                    .ThenBy(pair => pair.Key)
                    .Take(Neighbours),
            ];
        }

        return new("item-kNN, tuned shrinkage", log.ItemCount, (question, scores) =>
        {
            foreach (int item in PeerHistory.Distinct(question))
            {
                foreach ((int target, float weight) in neighbours[item])
                {
                    scores[target] += weight;
                }
            }
        });
    }
}
