using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>
/// Splits a log. By time: everything before the cut trains; the earlier half of the rest tunes, the later half
/// judges. A case is a user's purchase of an item (in a log without enough purchases: any choice) with what the user had done
/// until then; events on the item itself are left out of it, since recommending it again would be no feat. A log whose clock says
/// nothing (many events at the very time of the cut) is split by user: see <see cref="UserHoldOut"/>.
/// </summary>
internal sealed class HoldOut
{
    private const int MaxCasesPerUser = 3;
    private const int MaxCases = 5000;
    private const double MostAtOnce = 0.05;

    internal HoldOut(TrainingLog train, List<EvaluationCase> validation, List<EvaluationCase> test, bool ofPurchases)
    {
        (Train, OfPurchases) = (train, ofPurchases);
        (Validation, Test) = (Thin(validation.FindAll(question => !question.SeenAllowed), MaxCases), Thin(test, MaxCases));
        Returning = Thin(validation.FindAll(question => question.SeenAllowed), MaxCases);
    }

    /// <summary>The events before the cut.</summary>
    public TrainingLog Train { get; }

    /// <summary>The cases to tune on.</summary>
    public IReadOnlyList<EvaluationCase> Validation { get; }

    /// <summary>More cases to tune on: a user's next choice where what they have met may come back.</summary>
    public IReadOnlyList<EvaluationCase> Returning { get; }

    /// <summary>The cases to judge by: all later than those to tune on.</summary>
    public IReadOnlyList<EvaluationCase> Test { get; }

    /// <summary>Whether the targets are purchases only.</summary>
    public bool OfPurchases { get; }

    /// <summary>Splits a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="options">Which share of it is held out.</param>
    /// <param name="notBefore">Everything earlier trains, Unix milliseconds: what another model has seen proves nothing of one that goes on from it.</param>
    public static HoldOut Split(TrainingLog log, TrainingOptions options, long notBefore = long.MinValue)
    {
        long[] times = new long[log.EventCount];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = log.AllEvents[i].TimeMs;
        }

        Array.Sort(times);
        long cut = times.Length == 0 ? 0 : Math.Max(notBefore, times[(int)(times.Length * (1 - options.HoldOutShare))]);
        if (times.Length > 0 && times.Count(time => time == cut) > MostAtOnce * times.Length)
        {
            return UserHoldOut.Split(log, options, MaxCases);
        }

        long middle = times.Length == 0 ? 0 : cut > notBefore ? times[(int)(times.Length * (1 - (options.HoldOutShare / 2)))] : Middle(times, cut);
        List<EvaluationCase> validation = Cases(log, cut, middle, log.PurchaseWeight);
        List<EvaluationCase> test = Cases(log, middle, long.MaxValue, log.PurchaseWeight);
        bool ofPurchases = log.PurchaseWeight > 0 && Math.Min(validation.Count, test.Count) >= options.MinCases;
        if (!ofPurchases)
        {
            validation = Cases(log, cut, middle, 0);
            test = Cases(log, middle, long.MaxValue, 0);
        }

        validation.AddRange(Returns(log, cut, middle, ofPurchases ? log.PurchaseWeight : 0));
        return new(log.Before(cut), validation, test, ofPurchases);
    }

    /// <summary>The time in the middle of the events from a time on.</summary>
    private static long Middle(long[] times, long from)
    {
        int first = Array.FindIndex(times, time => time >= from);
        return first < 0 ? from : times[(first + times.Length) / 2];
    }

    private static List<EvaluationCase> Cases(TrainingLog log, long from, long to, double atLeast)
    {
        List<EvaluationCase> cases = [];
        HashSet<int> chosen = [];
        for (int user = 0; user < log.UserSlots; user++)
        {
            ReadOnlyMemory<SignalEvent> events = log.EventsOf(user);
            chosen.Clear();
            int taken = 0;
            for (int i = 0; i < events.Length && taken < MaxCasesPerUser; i++)
            {
                SignalEvent happened = events.Span[i];
                bool target = happened.Weight > 0 && happened.Weight >= atLeast && chosen.Add(happened.Item);
                if (target && happened.TimeMs >= from && happened.TimeMs < to && Without(events[..i], happened.Item) is { Length: > 0 } history)
                {
                    cases.Add(new(new(history, happened.TimeMs), happened.Item, user));
                    taken++;
                }
            }
        }

        return cases;
    }

    /// <summary>
    /// Whether an event only goes on with what the user was busy with: another kind of event on the same item, such as a purchase of what was
    /// just looked at. The same kind again is a choice like any other: lists that may repeat are asked for it too.
    /// </summary>
    public static bool GoesOn(in SignalEvent before, in SignalEvent happened) => before.Item == happened.Item && before.Weight != happened.Weight;

    /// <summary>Every choice that does not only go on with the one before: what is asked for where what the user has met may be on the list.</summary>
    private static IEnumerable<EvaluationCase> Returns(TrainingLog log, long from, long to, double atLeast)
    {
        for (int user = 0; user < log.UserSlots; user++)
        {
            ReadOnlyMemory<SignalEvent> events = log.EventsOf(user);
            for (int i = 1; i < events.Length; i++)
            {
                SignalEvent happened = events.Span[i];
                bool target = happened.Weight > 0 && happened.Weight >= atLeast && !GoesOn(events.Span[i - 1], happened);
                if (target && happened.TimeMs >= from && happened.TimeMs < to)
                {
                    yield return new(new(events[..i], happened.TimeMs), happened.Item, user, SeenAllowed: true);
                }
            }
        }
    }

    private static SignalEvent[] Without(ReadOnlyMemory<SignalEvent> events, int item)
    {
        List<SignalEvent> kept = new(events.Length);
        foreach (ref readonly SignalEvent happened in events.Span)
        {
            if (happened.Item != item)
            {
                kept.Add(happened);
            }
        }

        return [.. kept];
    }

    /// <summary>At most so many of the cases, evenly spread.</summary>
    internal static IReadOnlyList<EvaluationCase> Thin(IReadOnlyList<EvaluationCase> cases, int most) =>
        cases.Count <= most ? cases : [.. Enumerable.Range(0, most).Select(at => cases[(int)((long)at * cases.Count / most)])];
}
