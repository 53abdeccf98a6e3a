namespace Personalization.Storage.Sqlite.Index;

/// <summary>Finds entries of users with a long history by the short hash of the event id. Not thread-safe.</summary>
internal sealed class HashLookup
{
    private readonly Dictionary<ulong, int> _first = [];

    // Two entries of one user with one hash are rare.
    private readonly Dictionary<ulong, List<int>> _others = [];

    public void Add(int user, uint hash, int position)
    {
        ulong key = Key(user, hash);
        if (hash == 0 || _first.TryAdd(key, position))
        {
            return;
        }

        if (!_others.TryGetValue(key, out List<int>? positions))
        {
            _others.Add(key, positions = []);
        }

        positions.Add(position);
    }

    public void Find(int user, uint hash, List<int> found)
    {
        if (_first.TryGetValue(Key(user, hash), out int position))
        {
            found.Add(position);
            found.AddRange(_others.GetValueOrDefault(Key(user, hash)) ?? []);
        }
    }

    /// <summary>Removes all entries of a user with a hash.</summary>
    public void Remove(int user, uint hash)
    {
        if (_first.Remove(Key(user, hash)))
        {
            _ = _others.Remove(Key(user, hash));
        }
    }

    private static ulong Key(int user, uint hash) => ((ulong)user << 32) | hash;
}
