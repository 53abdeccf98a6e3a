using System.Runtime.InteropServices;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>Finds the moments to learn from in a period of the log: right before every choice.</summary>
/// <remarks>
/// <para>A random bit, drawn before the choice is looked at, decides whether the list may repeat seen items. It
/// therefore carries no information on the choice. A moment is left out when its list could not contain the choice, or
/// when the choice only continues with the item of the event before.</para>
/// <para>A purchase of a seen item also gives a moment without the user's earlier events on that item. It asks which
/// other items would have led to the purchase.</para>
/// <para>At most <see cref="MostOfUser"/> moments of a user are used, so that the few very active users do not
/// dominate.</para>
/// </remarks>
internal static class RankingCases
{
    /// <summary>The most moments of one user.</summary>
    public const int MostOfUser = 20;

    /// <summary>Finds the moments from <paramref name="fromMs"/> on, in an order shuffled by the seed.</summary>
    public static List<RankingCase> Find(TrainingLog log, long fromMs, TrainingOptions options)
    {
        Random random = new(options.Seed);
        List<RankingCase> cases = [];
        List<RankingCase> own = [];
        HashSet<int> known = [];
        HashSet<int> bought = [];
        for (int user = 0; user < log.UserSlots; user++)
        {
            ReadOnlyMemory<SignalEvent> events = log.EventsOf(user);
            own.Clear();
            known.Clear();
            bought.Clear();
            for (int at = 0; at < events.Length; at++)
            {
                SignalEvent happened = events.Span[at];
                if (happened.Weight > 0 && happened.TimeMs >= fromMs && at > 0)
                {
                    Add(own, events, at, known.Contains(happened.Item), options.SessionGapMs, random.Next(2) == 0);
                    if (log.PurchaseWeight > 0
                        && happened.Weight >= log.PurchaseWeight
                        && known.Contains(happened.Item)
                        && bought.Add(happened.Item))
                    {
                        AddPurchase(own, events, at);
                    }
                }

                _ = known.Add(happened.Item);
            }

            random.Shuffle(CollectionsMarshal.AsSpan(own));
            cases.AddRange(own.Take(MostOfUser));
        }

        random.Shuffle(CollectionsMarshal.AsSpan(cases));
        return cases;
    }

    private static void Add(
        List<RankingCase> cases,
        ReadOnlyMemory<SignalEvent> events,
        int at,
        bool isKnown,
        long sessionGapMs,
        bool repeats)
    {
        if (!isKnown || (repeats && !HoldOut.Continues(events.Span[at - 1], events.Span[at])))
        {
            int end = at + 1;
            while (end < events.Length && events.Span[end].TimeMs - events.Span[end - 1].TimeMs <= sessionGapMs)
            {
                end++;
            }

            cases.Add(new(new(events[..at], events.Span[at].TimeMs), repeats, events[at..end]));
        }
    }

    private static void AddPurchase(List<RankingCase> cases, ReadOnlyMemory<SignalEvent> events, int at)
    {
        int item = events.Span[at].Item;
        SignalEvent[] history = [.. events[..at].ToArray().Where(happened => happened.Item != item)];
        if (history.Length > 0)
        {
            cases.Add(new(new(history, events.Span[at].TimeMs), false, events.Slice(at, 1)));
        }
    }
}
