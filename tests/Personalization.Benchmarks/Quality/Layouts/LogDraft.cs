using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality.Layouts;

/// <summary>Collects the training part of a data set.</summary>
internal sealed class LogDraft
{
    private readonly Dictionary<string, int> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly List<(int User, SignalEvent Event)> _events = [];

    /// <summary>Gets the number of an item, and assigns one to a new item.</summary>
    public int Item(string id)
    {
        if (!_items.TryGetValue(id, out int number))
        {
            _items.Add(id, number = _items.Count);
        }

        return number;
    }

    /// <summary>
    /// Numbers the new items in the order of their ids, so that no number depends on the order of the questions.
    /// </summary>
    public void AddItems(IEnumerable<string> ids)
    {
        foreach (string id in ids.Distinct().Order(StringComparer.Ordinal))
        {
            _ = Item(id);
        }
    }

    /// <summary>Gets the number of an item; -1 for an unknown item.</summary>
    public int Find(string id) => _items.GetValueOrDefault(id, -1);

    /// <summary>Gets the number of a user, and assigns one to a new user.</summary>
    public int User(string id)
    {
        if (!_users.TryGetValue(id, out int number))
        {
            _users.Add(id, number = _users.Count);
        }

        return number;
    }

    /// <summary>Adds an event.</summary>
    public void Add(int user, int item, float weight, long timeMs) => _events.Add((user, new(item, weight, timeMs)));

    /// <summary>Builds the log. A user's events with equal times keep their order.</summary>
    /// <param name="purchaseWeight">The weight of a purchase; 0 without purchases.</param>
    public TrainingLog Build(double purchaseWeight = 0)
    {
        (int User, SignalEvent Event)[] ordered =
        [.. _events.OrderBy(entry => entry.User).ThenBy(entry => entry.Event.TimeMs)];
        int[] starts = new int[_users.Count + 1];
        foreach ((int user, _) in ordered)
        {
            starts[user + 1]++;
        }

        for (int user = 0; user < _users.Count; user++)
        {
            starts[user + 1] += starts[user];
        }

        string[] ids = new string[_items.Count];
        foreach ((string id, int number) in _items)
        {
            ids[number] = id;
        }

        return new(ids, starts, [.. ordered.Select(entry => entry.Event)], purchaseWeight);
    }
}
