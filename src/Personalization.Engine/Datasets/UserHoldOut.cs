using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>
/// Splits a log without usable times by user.
/// </summary>
/// <remarks>
/// Holds out choices of some users. If the events of the user have different times, it holds out the last basket
/// (<see cref="Baskets"/>), and the history ends before. Without such users in the log, the times say nothing, and it
/// holds out random choices, several per user if there are few users. Every second of these users gives validation
/// cases, the others give test cases. All other events train.
/// </remarks>
internal static class UserHoldOut
{
    /// <summary>The most choices held out per user.</summary>
    private const int MaxPerUser = 5;

    /// <summary>At most one event in this number is held out per user, but at least one event.</summary>
    private const int EventsPerCase = 10;

    /// <summary>Splits a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="options">The options; the seed selects among events of the same time.</param>
    /// <param name="most">The most validation cases, and the most test cases.</param>
    public static HoldOut Split(TrainingLog log, TrainingOptions options, int most)
    {
        Random random = new(options.Seed);
        bool[] isHeldOut = new bool[log.EventCount];
        List<EvaluationCase> validation = [];
        List<EvaluationCase> test = [];
        int step = 1 + (log.Users / (2 * most));
        int each = Math.Clamp(2 * most / Math.Max(1, log.Users), 1, MaxPerUser);
        bool isTimeless = Enumerable.Range(0, log.UserSlots).Count(user => LastBasket(log, user) > 0)
            < 2 * options.MinCases;
        for (int user = 0, count = 0; user < log.UserSlots; user += step)
        {
            SignalEvent[] events = log.EventsOf(user).ToArray();
            int last = LastBasket(log, user);
            if (last == 0 && !isTimeless)
            {
                continue;
            }

            int[] own = Choose(events, last, Math.Min(each, Math.Max(1, events.Length / EventsPerCase)), random);
            bool IsBefore(int at) => last > 0 ? at < last : !own.Contains(at);
            SignalEvent[] before = [.. events.Where((_, at) => IsBefore(at))];
            EvaluationCase[] cases =
            [
                .. own.Select(
                    at => CaseOf(before, events[at], user)).Where(question => question.Signal.Events.Length > 0),
            ];
            if (cases.Length == 0)
            {
                continue;
            }

            for (int at = 0; at < events.Length; at++)
            {
                isHeldOut[log.StartOf(user) + at] = !IsBefore(at);
            }

            if (count++ % 2 == 0)
            {
                validation.AddRange(cases);
                validation.AddRange(cases.Select(question =>
                    question with { Signal = question.Signal with { Events = before }, SeenAllowed = true }));
            }
            else
            {
                test.AddRange(cases);
            }
        }

        return new(log.Without(isHeldOut), validation, test, ofPurchases: false);
    }

    /// <summary>The index of the first event of a user's last basket; 0 if all events have one time.</summary>
    private static int LastBasket(TrainingLog log, int user)
    {
        ReadOnlySpan<SignalEvent> events = log.EventsOf(user).Span;
        int start = Math.Max(0, events.Length - 1);
        while (start > 0 && events[start - 1].TimeMs == events[^1].TimeMs)
        {
            start--;
        }

        return start;
    }

    /// <summary>Selects the choices of a user to hold out, from an event on.</summary>
    private static int[] Choose(SignalEvent[] events, int from, int count, Random random)
    {
        int[] places = [.. Enumerable.Range(from, events.Length - from)];
        random.Shuffle(places);
        return [.. places.Where(at => events[at].Weight > 0).DistinctBy(at => events[at].Item).Take(count)];
    }

    private static EvaluationCase CaseOf(SignalEvent[] before, SignalEvent target, int user) =>
        new(new(Array.FindAll(before, happened => happened.Item != target.Item), target.TimeMs), target.Item, user);
}
