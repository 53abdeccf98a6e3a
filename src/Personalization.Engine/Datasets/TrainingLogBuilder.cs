using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>
/// Builds a <see cref="TrainingLog"/> from the event log. Records must come in the order of the log. Not thread-safe.
/// </summary>
/// <remarks>
/// An event takes 24 bytes. The log leaves out users that became an alias (their events were copied to the other user),
/// events that a user erased, users who opted out, and synthetic users. Above the limit, the newest events in the order
/// of the log remain. The events of one order get the time of the first of them, so that they are one basket
/// (<see cref="Baskets"/>).
/// </remarks>
/// <param name="vocabulary">The weights of the event types.</param>
/// <param name="leavesOut">Returns true for an event to leave out; null for none.</param>
/// <param name="mostEvents">The most events of the log.</param>
public sealed class TrainingLogBuilder(
    EventVocabulary vocabulary, Func<EventEntry, bool>? leavesOut = null, int mostEvents = int.MaxValue)
{
    /// <summary>The property of an event that names its order.</summary>
    private const string OrderProperty = "orderId";

    /// <summary>The longest time between lines of an order. A later event with the same id is another order.</summary>
    private const long LongestOrderMs = 86_400_000;

    private readonly Dictionary<(int User, string Order), long> _orders = [];
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _items = new(StringComparer.Ordinal);
    private readonly ChunkedList<(int User, SignalEvent Event)> _events = new();
    private readonly Dictionary<int, int> _droppedBefore = [];
    private readonly HashSet<int> _optedOut = [];
    private readonly HashSet<int> _aliases = [];
    private readonly LoggedActionCollector _draws = new(vocabulary);
    private int _dropped;

    /// <summary>The number of added events, including dropped events.</summary>
    public int Count => _dropped + _events.Count;

    /// <summary>The number of events left out by the filter.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Adds a record. Skips records that training does not use.</summary>
    public void Add(LogRecord record)
    {
        if (SyntheticUsers.ContainsKey(record.UserKey))
        {
            return;
        }

        if (record.Entry is EventEntry { Event: var named })
        {
            _draws.Add(named);
        }

        switch (record.Entry)
        {
            case ExploredEntry explored:
                _draws.Add(UserNumber(record.UserKey), explored);
                break;
            case EventEntry entry when leavesOut?.Invoke(entry) == true:
                LeftOut++;
                break;
            case EventEntry { Event: var happened } when vocabulary.WeightOf(happened.Type) is var weight and not 0:
                int item = Intern(_items, happened.ItemId.Value);
                int owner = UserNumber(record.UserKey);
                _events.Add((owner, new(item, (float)weight, BasketTime(owner, happened))));
                DropOldest();
                break;
            case AliasEntry:
                _ = _aliases.Add(UserNumber(record.UserKey));
                break;
            case UnaliasedEntry:
                _ = _aliases.Remove(UserNumber(record.UserKey));
                break;
            case ForgottenEntry:
                int user = UserNumber(record.UserKey);
                _droppedBefore[user] = Math.Max(Count, _droppedBefore.GetValueOrDefault(user));
                _ = _aliases.Remove(user);
                _ = _optedOut.Remove(user);
                break;
            case PreferencesEntry { Preferences.OptOut: true }:
                _ = _optedOut.Add(UserNumber(record.UserKey));
                break;
            case PreferencesEntry when _users.TryGetValue(record.UserKey, out int known):
                _ = _optedOut.Remove(known);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// Builds the log of the records so far.
    /// </summary>
    /// <remarks>
    /// Events of a user at the same time keep the order of the log, which is their sequence. The order between users
    /// does not matter: several silos write at the same time.
    /// </remarks>
    public TrainingLog Build()
    {
        ItemNumbering users = new(_users);
        ItemNumbering items = new(_items);
        for (int i = 0; i < _events.Count; i++)
        {
            if (IsIncluded(i))
            {
                (int user, SignalEvent happened) = _events[i];
                users.Observe(user, happened.TimeMs);
                items.Observe(happened.Item, happened.TimeMs);
            }
        }

        int[] userNumbers = users.Number();
        int[] starts = Starts(userNumbers);
        SignalEvent[] events = Sorted(starts, userNumbers, items.Number());
        double purchaseWeight = vocabulary.WeightOf(EventTypes.Purchase);
        return new(items.ObservedIds(), starts, events, purchaseWeight, Draws(userNumbers))
        {
            LeftOut = Math.Max(0, Count - mostEvents),
        };
    }

    private int[] Starts(int[] userNumbers)
    {
        int[] starts = new int[_users.Count + 1];
        for (int i = 0; i < _events.Count; i++)
        {
            starts[userNumbers[_events[i].User] + 1] += IsIncluded(i) ? 1 : 0;
        }

        for (int user = 0; user < _users.Count; user++)
        {
            starts[user + 1] += starts[user];
        }

        return starts;
    }

    private SignalEvent[] Sorted(int[] starts, int[] userNumbers, int[] itemNumbers)
    {
        SignalEvent[] events = new SignalEvent[starts[^1]];
        int[] next = starts[..^1];
        for (int i = 0; i < _events.Count; i++)
        {
            if (IsIncluded(i))
            {
                (int user, SignalEvent happened) = _events[i];
                events[next[userNumbers[user]]++] = happened with { Item = itemNumbers[happened.Item] };
            }
        }

        SortUsers(starts, events);
        return events;
    }

    private long BasketTime(int user, UserEvent happened)
    {
        long timeMs = happened.OccurredAt.ToUnixTimeMilliseconds();
        if (!happened.Properties.TryGetValue(OrderProperty, out string? order))
        {
            return timeMs;
        }

        if (!_orders.TryGetValue((user, order), out long firstMs) || Math.Abs(timeMs - firstMs) > LongestOrderMs)
        {
            _orders[(user, order)] = firstMs = timeMs;
        }

        return firstMs;
    }

    private void DropOldest()
    {
        if (_events.Count - ChunkedList<int>.Chunk >= mostEvents)
        {
            _events.RemoveOldest();
            _dropped += ChunkedList<int>.Chunk;
        }
    }

    private static void SortUsers(int[] starts, SignalEvent[] events)
    {
        for (int user = 0; user + 1 < starts.Length; user++)
        {
            Span<SignalEvent> own = events.AsSpan(starts[user], starts[user + 1] - starts[user]);
            bool sorted = true;
            for (int i = 1; sorted && i < own.Length; i++)
            {
                sorted = own[i - 1].TimeMs <= own[i].TimeMs;
            }

            if (!sorted)
            {
                own.ToArray().OrderBy(happened => happened.TimeMs).ToArray().CopyTo(own);
            }
        }
    }

    private LoggedAction[] Draws(int[] userNumbers) =>
    [
        .. _draws.Shown
            .Where(draw => !_droppedBefore.ContainsKey(draw.User)
                && !_aliases.Contains(draw.User)
                && !_optedOut.Contains(draw.User))
            .Select(draw => draw with { User = userNumbers[draw.User] })
            .OrderBy(draw => draw.TimeMs)
            .ThenBy(draw => draw.User)
            .ThenBy(draw => draw.Position),
    ];

    private bool IsIncluded(int index) => index >= _events.Count - mostEvents
        && _dropped + index >= _droppedBefore.GetValueOrDefault(_events[index].User)
        && !_aliases.Contains(_events[index].User)
        && !_optedOut.Contains(_events[index].User);

    private int UserNumber(string key) => Intern(_users, key);

    private static int Intern(Dictionary<string, int> numbers, string id)
    {
        if (!numbers.TryGetValue(id, out int number))
        {
            number = numbers.Count;
            numbers.Add(id, number);
        }

        return number;
    }
}
