using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>
/// A log split into training events, validation cases and test cases.
/// </summary>
/// <remarks>
/// The split is by time: events before the cut train, the earlier half of the rest gives the validation cases, the
/// later half the test cases. A case is a user's purchase of an item with the user's events before; in a log with too
/// few purchases, any choice is a case. The history ends strictly before the target's time, so that no case sees its
/// own basket (<see cref="Baskets"/>). The history of a discovery case has no events on the target, because
/// recommending a seen item again is easy. A log without usable times (many events at the time of the cut) is split by
/// user: see <see cref="UserHoldOut"/>.
/// </remarks>
internal sealed class HoldOut
{
    private const int MaxCasesPerUser = 3;
    private const int MaxRepeatsPerUser = 20;
    private const int MaxCases = 5000;
    private const double MostAtOnce = 0.05;

    internal HoldOut(TrainingLog train, List<EvaluationCase> validation, List<EvaluationCase> test, bool ofPurchases)
    {
        Train = train;
        OfPurchases = ofPurchases;
        Validation = Thin(validation.FindAll(question => !question.SeenAllowed), MaxCases);
        Test = Thin(test, MaxCases);
        Returning = Thin(validation.FindAll(question => question.SeenAllowed), MaxCases);
    }

    /// <summary>The training events: all before the cut.</summary>
    public TrainingLog Train { get; }

    /// <summary>The validation cases.</summary>
    public IReadOnlyList<EvaluationCase> Validation { get; }

    /// <summary>The validation cases for lists that may repeat seen items.</summary>
    public IReadOnlyList<EvaluationCase> Returning { get; }

    /// <summary>The test cases, all later than the validation cases.</summary>
    public IReadOnlyList<EvaluationCase> Test { get; }

    /// <summary>True if all targets are purchases.</summary>
    public bool OfPurchases { get; }

    /// <summary>Splits a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="options">The options; they set the share of held-out events.</param>
    /// <param name="notBefore">The earliest cut, Unix milliseconds. Events that an earlier model has trained on cannot
    /// evaluate a model that continues from it.</param>
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

        long middle = times.Length == 0 ? 0
            : cut > notBefore ? times[(int)(times.Length * (1 - (options.HoldOutShare / 2)))]
            : Middle(times, cut);
        List<EvaluationCase> validation = Cases(log, cut, middle, log.PurchaseWeight);
        List<EvaluationCase> test = Cases(log, middle, long.MaxValue, log.PurchaseWeight);
        bool ofPurchases = log.PurchaseWeight > 0 && Math.Min(validation.Count, test.Count) >= options.MinCases;
        if (!ofPurchases)
        {
            validation = Cases(log, cut, middle, 0);
            test = Cases(log, middle, long.MaxValue, 0);
        }

        validation.AddRange(Repeats(log, cut, middle, ofPurchases ? log.PurchaseWeight : 0));
        return new(log.Before(cut), validation, test, ofPurchases);
    }

    /// <summary>Returns the median time of the events that are not earlier than a time.</summary>
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
            int count = 0;
            int start = 0;
            for (int i = 0; i < events.Length && count < MaxCasesPerUser; i++)
            {
                SignalEvent happened = events.Span[i];
                start = events.Span[start].TimeMs == happened.TimeMs ? start : i;
                bool target = happened.Weight > 0 && happened.Weight >= atLeast && chosen.Add(happened.Item);
                if (target
                    && happened.TimeMs >= from
                    && happened.TimeMs < to
                    && Without(events[..start], happened.Item) is { Length: > 0 } history)
                {
                    cases.Add(new(new(history, happened.TimeMs), happened.Item, user));
                    count++;
                }
            }
        }

        return cases;
    }

    /// <summary>
    /// Returns the cases for lists that may repeat seen items: every choice of a basket that does not continue the
    /// basket before. Only the first event on an item of a basket can be a choice. A user has at most
    /// <see cref="MaxRepeatsPerUser"/> cases.
    /// </summary>
    private static List<EvaluationCase> Repeats(TrainingLog log, long from, long to, double atLeast)
    {
        HashSet<int> basket = [];
        List<EvaluationCase> cases = [];
        for (int user = 0; user < log.UserSlots; user++)
        {
            ReadOnlyMemory<SignalEvent> events = log.EventsOf(user);
            List<EvaluationCase> own = [];
            int start = 0;
            for (int i = 0; i < events.Length; i++)
            {
                SignalEvent happened = events.Span[i];
                if (i == 0 || events.Span[start].TimeMs != happened.TimeMs)
                {
                    start = i;
                    basket.Clear();
                }

                bool target = basket.Add(happened.Item)
                    && start > 0
                    && happened.Weight > 0
                    && happened.Weight >= atLeast
                    && happened.TimeMs >= from
                    && happened.TimeMs < to;
                if (target && !Baskets.Continues(events.Span, start, i))
                {
                    own.Add(new(new(events[..start], happened.TimeMs), happened.Item, user, SeenAllowed: true));
                }
            }

            cases.AddRange(Thin(own, MaxRepeatsPerUser));
        }

        return cases;
    }

    private static SignalEvent[] Without(ReadOnlyMemory<SignalEvent> events, int item)
    {
        List<SignalEvent> rest = new(events.Length);
        foreach (ref readonly SignalEvent happened in events.Span)
        {
            if (happened.Item != item)
            {
                rest.Add(happened);
            }
        }

        return [.. rest];
    }

    /// <summary>Returns at most this number of cases, evenly spread.</summary>
    internal static IReadOnlyList<EvaluationCase> Thin(IReadOnlyList<EvaluationCase> cases, int most) =>
        cases.Count <= most
            ? cases
            : [.. Enumerable.Range(0, most).Select(at => cases[(int)((long)at * cases.Count / most)])];
}
