using Personalization.Engine.Candidates;
using Personalization.Engine.Training;

namespace Personalization.Engine.Evaluation;

/// <summary>
/// Splits a log by time. Everything before the cut trains; the earlier half of the rest tunes the blend, the later half
/// judges. A case is a user's purchase of an item (in a log without enough purchases: any choice) with what the user had done
/// until then; events on the item itself are left out of it, since recommending it again would be no feat.
/// </summary>
internal sealed class HoldOut
{
    private const int MaxCasesPerUser = 3;
    private const int MaxCases = 5000;

    private HoldOut(TrainingLog train, IReadOnlyList<EvaluationCase> validation, IReadOnlyList<EvaluationCase> test, bool ofPurchases) =>
        (Train, Validation, Test, OfPurchases) = (train, validation, test, ofPurchases);

    /// <summary>The events before the cut.</summary>
    public TrainingLog Train { get; }

    /// <summary>The cases to tune on.</summary>
    public IReadOnlyList<EvaluationCase> Validation { get; }

    /// <summary>The cases to judge by: all later than those to tune on.</summary>
    public IReadOnlyList<EvaluationCase> Test { get; }

    /// <summary>Whether the targets are purchases only.</summary>
    public bool OfPurchases { get; }

    /// <summary>Splits a log.</summary>
    public static HoldOut Split(TrainingLog log, TrainingOptions options)
    {
        long[] times = new long[log.EventCount];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = log.AllEvents[i].TimeMs;
        }

        Array.Sort(times);
        long cut = times.Length == 0 ? 0 : times[(int)(times.Length * (1 - options.HoldOutShare))];
        long middle = times.Length == 0 ? 0 : times[(int)(times.Length * (1 - (options.HoldOutShare / 2)))];
        List<EvaluationCase> validation = Cases(log, cut, middle, log.PurchaseWeight);
        List<EvaluationCase> test = Cases(log, middle, long.MaxValue, log.PurchaseWeight);
        bool ofPurchases = log.PurchaseWeight > 0 && Math.Min(validation.Count, test.Count) >= options.MinCases;
        if (!ofPurchases)
        {
            validation = Cases(log, cut, middle, 0);
            test = Cases(log, middle, long.MaxValue, 0);
        }

        return new(log.Before(cut), Thin(validation), Thin(test), ofPurchases);
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

    private static List<EvaluationCase> Thin(List<EvaluationCase> cases)
    {
        int step = (cases.Count + MaxCases - 1) / MaxCases;
        return step <= 1 ? cases : [.. cases.Where((_, index) => index % step == 0)];
    }
}
