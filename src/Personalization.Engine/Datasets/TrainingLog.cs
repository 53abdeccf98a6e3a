using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>The events to train on: by user, each user's oldest first. Made by <see cref="TrainingLogBuilder"/>. Immutable.</summary>
public sealed class TrainingLog
{
    private readonly int[] _starts;
    private readonly SignalEvent[] _events;

    internal TrainingLog(string[] items, int[] starts, SignalEvent[] events, double purchaseWeight, IReadOnlyList<LoggedAction>? draws = null)
    {
        (Items, _starts, _events, PurchaseWeight, Draws) = (items, starts, events, purchaseWeight, draws ?? []);
        FirstMs = events.Length == 0 ? 0 : long.MaxValue;
        LastMs = events.Length == 0 ? 0 : long.MinValue;
        foreach (ref readonly SignalEvent happened in events.AsSpan())
        {
            FirstMs = Math.Min(FirstMs, happened.TimeMs);
            LastMs = Math.Max(LastMs, happened.TimeMs);
        }

        for (int user = 0; user < UserSlots; user++)
        {
            Users += starts[user + 1] > starts[user] ? 1 : 0;
        }
    }

    /// <summary>How many events there are.</summary>
    public int EventCount => _events.Length;

    /// <summary>How many users have events.</summary>
    public int Users { get; }

    /// <summary>How many items there are.</summary>
    public int ItemCount => Items.Length;

    /// <summary>The time of the oldest event, Unix milliseconds; 0 when there is none.</summary>
    public long FirstMs { get; }

    /// <summary>The time of the newest event, Unix milliseconds; 0 when there is none.</summary>
    public long LastMs { get; }

    /// <summary>How many older events there was no room for.</summary>
    public int LeftOut { get; init; }

    /// <summary>The items' ids; an item's number is its place here.</summary>
    internal string[] Items { get; }

    /// <summary>An event that weighs at least this much counts as a purchase.</summary>
    internal double PurchaseWeight { get; }

    /// <summary>The drawn slots of the latest lists that explored, oldest first.</summary>
    internal IReadOnlyList<LoggedAction> Draws { get; }

    /// <summary>Users are numbered from 0 to below this; some may have no event.</summary>
    internal int UserSlots => _starts.Length - 1;

    /// <summary>All events, by user.</summary>
    internal ReadOnlySpan<SignalEvent> AllEvents => _events;

    /// <summary>A user's events, oldest first.</summary>
    internal ReadOnlyMemory<SignalEvent> EventsOf(int user) => _events.AsMemory(_starts[user], _starts[user + 1] - _starts[user]);

    /// <summary>The same users and items with only the events before a time.</summary>
    internal TrainingLog Before(long timeMs) => Where((_, _, happened) => happened.TimeMs < timeMs);

    /// <summary>The place of a user's first event among all.</summary>
    internal int StartOf(int user) => _starts[user];

    /// <summary>The same users and items without some events.</summary>
    /// <param name="held">By an event's place among all, whether it is left out.</param>
    internal TrainingLog Without(bool[] held) => Where((user, at, _) => !held[_starts[user] + at]);

    /// <summary>The same users and items with only the events of every so manieth user.</summary>
    internal TrainingLog EveryUser(int step) => Where((user, _, _) => user % step == 0);

    private TrainingLog Where(Func<int, int, SignalEvent, bool> keeps)
    {
        int[] starts = new int[_starts.Length];
        for (int user = 0; user < UserSlots; user++)
        {
            starts[user + 1] = starts[user] + Count(user, keeps);
        }

        SignalEvent[] kept = new SignalEvent[starts[^1]];
        int next = 0;
        for (int user = 0; user < UserSlots; user++)
        {
            ReadOnlySpan<SignalEvent> events = EventsOf(user).Span;
            for (int at = 0; at < events.Length && next < starts[user + 1]; at++)
            {
                if (keeps(user, at, events[at]))
                {
                    kept[next++] = events[at];
                }
            }
        }

        return new(Items, starts, kept, PurchaseWeight, Draws) { LeftOut = LeftOut };
    }

    private int Count(int user, Func<int, int, SignalEvent, bool> keeps)
    {
        ReadOnlySpan<SignalEvent> events = EventsOf(user).Span;
        int count = 0;
        for (int at = 0; at < events.Length; at++)
        {
            count += keeps(user, at, events[at]) ? 1 : 0;
        }

        return count;
    }
}
