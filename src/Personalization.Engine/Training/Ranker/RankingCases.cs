using System.Runtime.InteropServices;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>Finds the moments to learn from in a period of the log: right before the basket of every choice.</summary>
/// <remarks>
/// <para>The signal of a moment ends strictly before the time of the choice (<see cref="Baskets"/>). Only the first
/// event on an item of a basket gives a moment.</para>
/// <para>A random bit, drawn before the choice is looked at, decides whether the list may repeat seen items. It
/// therefore carries no information on the choice. A moment is left out when its list could not contain the choice, or
/// when the choice only continues with an item of the basket before.</para>
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
        HashSet<int> basket = [];
        HashSet<int> bought = [];
        for (int user = 0; user < log.UserSlots; user++)
        {
            ReadOnlyMemory<SignalEvent> events = log.EventsOf(user);
            own.Clear();
            known.Clear();
            basket.Clear();
            bought.Clear();
            int start = 0;
            for (int at = 0; at < events.Length; at++)
            {
                SignalEvent happened = events.Span[at];
                if (happened.TimeMs != events.Span[start].TimeMs)
                {
                    start = at;
                    known.UnionWith(basket);
                    basket.Clear();
                }

                bool isFirst = basket.Add(happened.Item);
                if (happened.Weight > 0 && happened.TimeMs >= fromMs && start > 0)
                {
                    bool isKnown = known.Contains(happened.Item);
                    if (isFirst)
                    {
                        Add(own, events, start, at, isKnown, options.SessionGapMs, random.Next(2) == 0);
                    }

                    if (isKnown
                        && log.PurchaseWeight > 0
                        && happened.Weight >= log.PurchaseWeight
                        && bought.Add(happened.Item))
                    {
                        AddPurchase(own, events, start, at);
                    }
                }
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
        int start,
        int at,
        bool isKnown,
        long sessionGapMs,
        bool repeats)
    {
        if (!isKnown || (repeats && !Baskets.Continues(events.Span, start, at)))
        {
            int end = at + 1;
            while (end < events.Length && events.Span[end].TimeMs - events.Span[end - 1].TimeMs <= sessionGapMs)
            {
                end++;
            }

            SignalEvent happened = events.Span[at];
            cases.Add(new(new(events[..start], happened.TimeMs), repeats, happened.Item, events[start..end]));
        }
    }

    private static void AddPurchase(List<RankingCase> cases, ReadOnlyMemory<SignalEvent> events, int start, int at)
    {
        SignalEvent bought = events.Span[at];
        SignalEvent[] history = [.. events[..start].ToArray().Where(happened => happened.Item != bought.Item)];
        if (history.Length > 0)
        {
            cases.Add(new(new(history, bought.TimeMs), false, bought.Item, events.Slice(at, 1)));
        }
    }
}
