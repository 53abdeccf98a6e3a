using Personalization.Benchmarks.Quality.Rankers;
using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Peers;

/// <summary>
/// A first-order Markov chain: the number of times that users went from the user's last item to an item.
/// </summary>
internal static class MarkovPeer
{
    /// <summary>Trains the ranker of a log.</summary>
    public static ScoreRanker Of(TrainingLog log)
    {
        Dictionary<int, int>?[] next = new Dictionary<int, int>?[log.ItemCount];
        for (int user = 0; user < log.UserSlots; user++)
        {
            int last = -1;
            foreach (ref readonly SignalEvent happened in log.EventsOf(user).Span)
            {
                if (happened.Weight <= 0)
                {
                    continue;
                }

                if (last >= 0 && last != happened.Item)
                {
                    Dictionary<int, int> counts = next[last] ??= [];
                    counts[happened.Item] = counts.GetValueOrDefault(happened.Item) + 1;
                }

                last = happened.Item;
            }
        }

        return new("first-order Markov chain", log.ItemCount, (question, scores) =>
        {
            ReadOnlySpan<SignalEvent> events = question.Signal.Events.Span;
            int at = events.Length - 1;
            while (at >= 0 && events[at].Weight <= 0)
            {
                at--;
            }

            foreach ((int item, int count) in at < 0 ? [] : next[events[at].Item] ?? [])
            {
                scores[item] = count;
            }
        });
    }
}
