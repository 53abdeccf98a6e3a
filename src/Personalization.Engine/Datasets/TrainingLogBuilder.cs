using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Datasets;

/// <summary>
/// Takes in the event log in the order of its positions, 24 bytes an event. Users that became another's alias are left out
/// (their events were copied to the other), and so is what a user had forgotten, and users the engine plays itself. Of more events than there is room for
/// the newest by the log's order are kept. Not thread-safe.
/// </summary>
/// <param name="vocabulary">What events weigh.</param>
/// <param name="leavesOut">Says which events are not to be trained on; null for none.</param>
/// <param name="mostEvents">There is room for so many events.</param>
public sealed class TrainingLogBuilder(EventVocabulary vocabulary, Func<EventEntry, bool>? leavesOut = null, int mostEvents = int.MaxValue)
{
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _items = new(StringComparer.Ordinal);
    private readonly ChunkedList<(int User, SignalEvent Event)> _events = new();
    private readonly Dictionary<int, int> _droppedBefore = [];
    private readonly LoggedActionCollector _draws = new(vocabulary);
    private int _gone;

    /// <summary>How many events were taken in, dropped ones included.</summary>
    public int Count => _gone + _events.Count;

    /// <summary>How many events were left out.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Takes in one record. Kinds that do not matter to training are passed over.</summary>
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
                _events.Add((UserNumber(record.UserKey), new(item, (float)weight, happened.OccurredAt.ToUnixTimeMilliseconds())));
                MakeRoom();
                break;
            case AliasEntry:
                _droppedBefore[UserNumber(record.UserKey)] = int.MaxValue;
                break;
            case ForgottenEntry:
                int user = UserNumber(record.UserKey);
                _droppedBefore[user] = Math.Max(Count, _droppedBefore.GetValueOrDefault(user));
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// The log as taken in so far; a user's events of the same time keep the log's order, which is their sequence. How the users' events stand among each other makes no
    /// difference: silos write as they come.
    /// </summary>
    public TrainingLog Build()
    {
        ItemNumbering users = new(_users);
        ItemNumbering items = new(_items);
        for (int i = 0; i < _events.Count; i++)
        {
            if (Keeps(i))
            {
                (int user, SignalEvent happened) = _events[i];
                users.Meet(user, happened.TimeMs);
                items.Meet(happened.Item, happened.TimeMs);
            }
        }

        int[] userNumbers = users.Number();
        int[] starts = Starts(userNumbers);
        SignalEvent[] events = Sorted(starts, userNumbers, items.Number());
        return new(items.Met(), starts, events, vocabulary.WeightOf(EventTypes.Purchase), Draws(userNumbers)) { LeftOut = Math.Max(0, Count - mostEvents) };
    }

    private int[] Starts(int[] userNumbers)
    {
        int[] starts = new int[_users.Count + 1];
        for (int i = 0; i < _events.Count; i++)
        {
            starts[userNumbers[_events[i].User] + 1] += Keeps(i) ? 1 : 0;
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
            if (Keeps(i))
            {
                (int user, SignalEvent happened) = _events[i];
                events[next[userNumbers[user]]++] = happened with { Item = itemNumbers[happened.Item] };
            }
        }

        SortUsers(starts, events);
        return events;
    }

    private void MakeRoom()
    {
        if (_events.Count - ChunkedList<int>.Chunk >= mostEvents)
        {
            _events.RemoveOldest();
            _gone += ChunkedList<int>.Chunk;
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
        .. _draws.Shown.Where(draw => !_droppedBefore.ContainsKey(draw.User)).Select(draw => draw with { User = userNumbers[draw.User] })
            .OrderBy(draw => draw.TimeMs).ThenBy(draw => draw.User).ThenBy(draw => draw.Position),
    ];

    private bool Keeps(int index) => index >= _events.Count - mostEvents && _gone + index >= _droppedBefore.GetValueOrDefault(_events[index].User);

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
