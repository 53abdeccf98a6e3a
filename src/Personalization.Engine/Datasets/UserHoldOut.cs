using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>
/// Splits a log without usable times by user.
/// </summary>
/// <remarks>
/// Holds out choices of some users: the last choice if the events of the user have different times, otherwise random
/// choices, several per user if there are few users. Every second of these users gives validation cases, the others
/// give test cases. All other events train.
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
        for (int user = 0, count = 0; user < log.UserSlots; user += step)
        {
            SignalEvent[] events = log.EventsOf(user).ToArray();
            int[] own = Choose(events, Math.Min(each, Math.Max(1, events.Length / EventsPerCase)), random);
            SignalEvent[] before = [.. events.Where((_, at) => !own.Contains(at))];
            EvaluationCase[] cases =
            [
                .. own.Select(
                    at => CaseOf(before, events[at], user)).Where(question => question.Signal.Events.Length > 0),
            ];
            if (cases.Length == 0)
            {
                continue;
            }

            Array.ForEach(own, at => isHeldOut[log.StartOf(user) + at] = true);
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

    /// <summary>Selects the choices of a user to hold out.</summary>
    private static int[] Choose(SignalEvent[] events, int count, Random random)
    {
        bool ordered = events.Length > 0 && events[0].TimeMs != events[^1].TimeMs;
        int[] places = ordered ? [events.Length - 1] : [.. Enumerable.Range(0, events.Length)];
        random.Shuffle(places);
        return [.. places.Where(at => events[at].Weight > 0).DistinctBy(at => events[at].Item).Take(count)];
    }

    private static EvaluationCase CaseOf(SignalEvent[] before, SignalEvent target, int user) =>
        new(new(Array.FindAll(before, happened => happened.Item != target.Item), target.TimeMs), target.Item, user);
}
