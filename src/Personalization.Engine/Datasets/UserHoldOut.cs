using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>
/// Splits a log whose clock says nothing: of some users choices are held out, the last where a user's events have an order and any
/// of them, of few users several, where they have not; every second of those users tunes, the others judge. All other events train.
/// </summary>
internal static class UserHoldOut
{
    /// <summary>Of one user at most so many choices are held out, and at most one in <see cref="LeastLeft"/> but one.</summary>
    private const int MostOfUser = 5;
    private const int LeastLeft = 10;

    /// <summary>Splits a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="options">Its seed chooses among unordered events.</param>
    /// <param name="most">The most cases each to tune and to judge on.</param>
    public static HoldOut Split(TrainingLog log, TrainingOptions options, int most)
    {
        Random random = new(options.Seed);
        bool[] held = new bool[log.EventCount];
        List<EvaluationCase> validation = [];
        List<EvaluationCase> test = [];
        int step = 1 + (log.Users / (2 * most));
        int each = Math.Clamp(2 * most / Math.Max(1, log.Users), 1, MostOfUser);
        for (int user = 0, asked = 0; user < log.UserSlots; user += step)
        {
            SignalEvent[] events = log.EventsOf(user).ToArray();
            int[] own = Choose(events, Math.Min(each, Math.Max(1, events.Length / LeastLeft)), random);
            SignalEvent[] before = [.. events.Where((_, at) => !own.Contains(at))];
            EvaluationCase[] questions = [.. own.Select(at => Question(before, events[at], user)).Where(question => question.Signal.Events.Length > 0)];
            if (questions.Length == 0)
            {
                continue;
            }

            Array.ForEach(own, at => held[log.StartOf(user) + at] = true);
            if (asked++ % 2 == 0)
            {
                validation.AddRange(questions);
                validation.AddRange(questions.Select(question => question with { Signal = question.Signal with { Events = before }, SeenAllowed = true }));
            }
            else
            {
                test.AddRange(questions);
            }
        }

        return new(log.Without(held), validation, test, ofPurchases: false);
    }

    /// <summary>Which choices of a user are held out.</summary>
    private static int[] Choose(SignalEvent[] events, int count, Random random)
    {
        bool ordered = events.Length > 0 && events[0].TimeMs != events[^1].TimeMs;
        int[] places = ordered ? [events.Length - 1] : [.. Enumerable.Range(0, events.Length)];
        random.Shuffle(places);
        return [.. places.Where(at => events[at].Weight > 0).DistinctBy(at => events[at].Item).Take(count)];
    }

    private static EvaluationCase Question(SignalEvent[] before, SignalEvent held, int user) =>
        new(new(Array.FindAll(before, happened => happened.Item != held.Item), held.TimeMs), held.Item, user);
}
