using Personalization.Benchmarks.Quality.Questions;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Peers;

/// <summary>Reads a user's history the way that the peers use it.</summary>
internal static class PeerHistory
{
    /// <summary>Gets the distinct items of positive events, in no particular order.</summary>
    public static HashSet<int> Distinct(Question question)
    {
        HashSet<int> items = [];
        foreach (ref readonly SignalEvent happened in question.Signal.Events.Span)
        {
            if (happened.Weight > 0)
            {
                _ = items.Add(happened.Item);
            }
        }

        return items;
    }

    /// <summary>Splits a user's positive events into sessions; each item counts once, at its last place.</summary>
    /// <param name="events">The events, oldest first.</param>
    /// <param name="sessionGapMs">A longer pause starts a new session; milliseconds.</param>
    /// <returns>The sessions, oldest first: the time of the last event, and the items, oldest first.</returns>
    public static List<(long EndMs, List<int> Items)> Sessions(ReadOnlySpan<SignalEvent> events, long sessionGapMs)
    {
        List<(long EndMs, List<int> Items)> sessions = [];
        foreach (ref readonly SignalEvent happened in events)
        {
            if (happened.Weight <= 0)
            {
                continue;
            }

            bool isNew = sessions.Count == 0 || happened.TimeMs - sessions[^1].EndMs > sessionGapMs;
            List<int> items = isNew ? [] : sessions[^1].Items;
            _ = items.Remove(happened.Item);
            items.Add(happened.Item);
            if (isNew)
            {
                sessions.Add((happened.TimeMs, items));
            }
            else
            {
                sessions[^1] = (happened.TimeMs, items);
            }
        }

        return sessions;
    }
}
