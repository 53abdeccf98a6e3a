using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Rankers;

/// <summary>
/// Item-kNN with all neighbors over all event types, with binary user-item data. The score of an item is the sum, over
/// the user's items, of the number of users with both items, raw or as a cosine (Sarwar et al., Item-based
/// collaborative filtering, 2001).
/// </summary>
internal sealed class NeighbourVotes
{
    private readonly int[][] _itemsOf;
    private readonly List<int>[] _usersOf;
    private readonly bool _cosine;

    private NeighbourVotes(TrainingLog log, bool cosine)
    {
        _cosine = cosine;
        _itemsOf = [.. Enumerable.Range(0, log.UserSlots).Select(user => ItemsOf(log.EventsOf(user)))];
        _usersOf = [.. Enumerable.Range(0, log.ItemCount).Select(_ => new List<int>())];
        for (int user = 0; user < _itemsOf.Length; user++)
        {
            foreach (int item in _itemsOf[user])
            {
                _usersOf[item].Add(user);
            }
        }
    }

    /// <summary>Creates the ranker of a log.</summary>
    public static ScoreRanker Of(TrainingLog log, bool cosine) => new(
        cosine ? "item-kNN, cosine" : "item-kNN, raw co-counts", log.ItemCount, new NeighbourVotes(log, cosine).Score);

    private static int[] ItemsOf(ReadOnlyMemory<SignalEvent> events) =>
        [.. events.ToArray().Select(happened => happened.Item).Distinct()];

    private void Score(Question question, double[] scores)
    {
        foreach ((int other, double weight) in Alike(ItemsOf(question.Signal.Events)))
        {
            foreach (int item in _itemsOf[other])
            {
                scores[item] += weight;
            }
        }

        for (int item = 0; _cosine && item < scores.Length; item++)
        {
            // Round, so that equal sums stay equal when they are added in another order.
            scores[item] = scores[item] > 0 ? Math.Round(scores[item] / Math.Sqrt(_usersOf[item].Count), 9) : 0;
        }
    }

    /// <summary>Gets the users who share items with the user, and the weight of the shared items.</summary>
    private Dictionary<int, double> Alike(int[] items)
    {
        Dictionary<int, double> alike = [];
        foreach (int item in items)
        {
            double weight = _cosine ? 1 / Math.Sqrt(_usersOf[item].Count) : 1;
            foreach (int other in _usersOf[item])
            {
                alike[other] = alike.GetValueOrDefault(other) + weight;
            }
        }

        return alike;
    }
}
