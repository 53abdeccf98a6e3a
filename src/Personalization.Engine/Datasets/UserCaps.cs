using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>Limits the events of one user in a training, so that one bad user cannot move everybody's lists.</summary>
/// <remarks>
/// The newest events of a user remain. A user keeps at most <see cref="TrainingOptions.UserDayEvents"/> events of a day
/// (UTC), and at most <see cref="TrainingOptions.UserShare"/> of the weight of all events. The second limit applies
/// only to users with more events than the first limit allows for one day. The trainers also limit a user's weight for
/// each item and pair of items.
/// </remarks>
internal static class UserCaps
{
    private const long DayMs = 86_400_000;

    /// <summary>Returns the log without the events above the limits; the same log if no user is above them.</summary>
    public static TrainingLog Apply(TrainingLog log, TrainingOptions options)
    {
        bool[] isLeftOut = new bool[log.EventCount];
        if (log.FirstMs < log.LastMs)
        {
            LimitDays(log, options.UserDayEvents, isLeftOut);
        }

        LimitShares(log, options, isLeftOut);
        return isLeftOut.AsSpan().Contains(true) ? log.Without(isLeftOut) : log;
    }

    private static void LimitDays(TrainingLog log, int most, bool[] isLeftOut)
    {
        for (int user = 0; user < log.UserSlots; user++)
        {
            ReadOnlySpan<SignalEvent> events = log.EventsOf(user).Span;
            int count = 0;
            for (int at = events.Length - 1; at >= 0 && events.Length > most; at--)
            {
                bool sameDay = at + 1 < events.Length && Day(events[at]) == Day(events[at + 1]);
                count = sameDay ? count + 1 : 1;
                isLeftOut[log.StartOf(user) + at] = count > most;
            }
        }
    }

    private static void LimitShares(TrainingLog log, TrainingOptions options, bool[] isLeftOut)
    {
        double all = 0;
        for (int i = 0; i < isLeftOut.Length; i++)
        {
            all += isLeftOut[i] ? 0 : Math.Abs(log.AllEvents[i].Weight);
        }

        double most = options.UserShare * all;
        for (int user = 0; user < log.UserSlots; user++)
        {
            int start = log.StartOf(user);
            ReadOnlySpan<SignalEvent> events = log.EventsOf(user).Span;
            (int count, double weight) = (0, 0);
            for (int at = events.Length - 1; at >= 0 && events.Length > options.UserDayEvents; at--)
            {
                if (!isLeftOut[start + at])
                {
                    count++;
                    weight += Math.Abs(events[at].Weight);
                    isLeftOut[start + at] = count > options.UserDayEvents && weight > most;
                }
            }
        }
    }

    private static long Day(SignalEvent happened) => Math.DivRem(happened.TimeMs, DayMs).Quotient;
}
