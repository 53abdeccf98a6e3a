using Personalization.Engine.Candidates;
using Personalization.Engine.Training;

namespace Personalization.Engine.Evaluation;

/// <summary>
/// Splits a log whose clock says nothing: of some users one choice is held out, the last where a user's events have an order and any
/// of them where they have not; every second of those users tunes, the others judge. All other events train.
/// </summary>
internal static class UserHoldOut
{
    /// <summary>Splits a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="options">Its seed chooses among unordered events.</param>
    /// <param name="most">The most cases each to tune and to judge on.</param>
    public static HoldOut Split(TrainingLog log, TrainingOptions options, int most)
    {
        Random random = new(options.Seed);
        int[] held = new int[log.UserSlots];
        Array.Fill(held, -1);
        List<EvaluationCase> validation = [];
        List<EvaluationCase> test = [];
        int step = 1 + (log.Users / (2 * most));
        for (int user = 0; user < log.UserSlots; user += step)
        {
            SignalEvent[] events = log.EventsOf(user).ToArray();
            bool ordered = events.Length > 0 && events[0].TimeMs != events[^1].TimeMs;
            int at = ordered ? events.Length - 1 : random.Next(Math.Max(1, events.Length));
            if (events.Length < 2 || events[at].Weight <= 0 || Array.TrueForAll(events, happened => happened.Item == events[at].Item))
            {
                continue;
            }

            held[user] = at;
            SignalEvent[] before = [.. events[..at], .. events[(at + 1)..]];
            EvaluationCase question = new(new(Array.FindAll(before, happened => happened.Item != events[at].Item), events[at].TimeMs), events[at].Item, user);
            if (2 * test.Count < validation.Count)
            {
                test.Add(question);
            }
            else
            {
                validation.Add(question);
                validation.Add(question with { Signal = question.Signal with { Events = before }, SeenAllowed = true });
            }
        }

        return new(log.Without(held), validation, test, ofPurchases: false);
    }
}
