using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>The training events, by user, oldest first. Built by <see cref="TrainingLogBuilder"/>. Immutable.</summary>
public sealed class TrainingLog
{
    private readonly int[] _starts;
    private readonly SignalEvent[] _events;

    internal TrainingLog(
        string[] items,
        int[] starts,
        SignalEvent[] events,
        double purchaseWeight,
        IReadOnlyList<LoggedAction>? draws = null)
    {
        Items = items;
        _starts = starts;
        _events = events;
        PurchaseWeight = purchaseWeight;
        Draws = draws ?? [];
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

    /// <summary>The number of events.</summary>
    public int EventCount => _events.Length;

    /// <summary>The number of users with events.</summary>
    public int Users { get; }

    /// <summary>The number of items.</summary>
    public int ItemCount => Items.Length;

    /// <summary>The time of the oldest event, Unix milliseconds; 0 without events.</summary>
    public long FirstMs { get; }

    /// <summary>The time of the newest event, Unix milliseconds; 0 without events.</summary>
    public long LastMs { get; }

    /// <summary>The number of older events that were dropped because of the limit.</summary>
    public int LeftOut { get; init; }

    /// <summary>The ids of the items, by item number.</summary>
    internal string[] Items { get; }

    /// <summary>The weight of a purchase. An event of at least this weight counts as a purchase.</summary>
    internal double PurchaseWeight { get; }

    /// <summary>The explored items of the latest shown lists, oldest first.</summary>
    internal IReadOnlyList<LoggedAction> Draws { get; }

    /// <summary>The number of user numbers, from 0; some users may have no events.</summary>
    internal int UserSlots => _starts.Length - 1;

    /// <summary>All events, by user, oldest first.</summary>
    internal ReadOnlySpan<SignalEvent> AllEvents => _events;

    /// <summary>A user's events, oldest first.</summary>
    internal ReadOnlyMemory<SignalEvent> EventsOf(int user) =>
        _events.AsMemory(_starts[user], _starts[user + 1] - _starts[user]);

    /// <summary>Returns the same users and items with only the events before a time.</summary>
    internal TrainingLog Before(long timeMs) => Where((_, _, happened) => happened.TimeMs < timeMs);

    /// <summary>The index of the first event of a user among all events.</summary>
    internal int StartOf(int user) => _starts[user];

    /// <summary>Returns the same users and items without some events.</summary>
    /// <param name="isLeftOut">True for each event to leave out, by index among all events.</param>
    internal TrainingLog Without(bool[] isLeftOut) => Where((user, at, _) => !isLeftOut[_starts[user] + at]);

    /// <summary>Returns the same users and items with only the events of every n-th user.</summary>
    internal TrainingLog EveryUser(int step) => Where((user, _, _) => user % step == 0);

    private TrainingLog Where(Func<int, int, SignalEvent, bool> predicate)
    {
        int[] starts = new int[_starts.Length];
        for (int user = 0; user < UserSlots; user++)
        {
            starts[user + 1] = starts[user] + Count(user, predicate);
        }

        SignalEvent[] selected = new SignalEvent[starts[^1]];
        int next = 0;
        for (int user = 0; user < UserSlots; user++)
        {
            ReadOnlySpan<SignalEvent> events = EventsOf(user).Span;
            for (int at = 0; at < events.Length && next < starts[user + 1]; at++)
            {
                if (predicate(user, at, events[at]))
                {
                    selected[next++] = events[at];
                }
            }
        }

        return new(Items, starts, selected, PurchaseWeight, Draws) { LeftOut = LeftOut };
    }

    private int Count(int user, Func<int, int, SignalEvent, bool> predicate)
    {
        ReadOnlySpan<SignalEvent> events = EventsOf(user).Span;
        int count = 0;
        for (int at = 0; at < events.Length; at++)
        {
            count += predicate(user, at, events[at]) ? 1 : 0;
        }

        return count;
    }
}
