namespace Personalization.Storage.Sqlite.Index;

/// <summary>
/// The entries of the open transaction, which the index does not have yet. Used by the writer's thread.
/// </summary>
internal sealed class OpenEntries(LogIndex index)
{
    private readonly Dictionary<UserDigest, long> _last = [];
    private readonly List<NewEntry> _entries = [];
    private readonly List<DeletedPart> _deleted = [];

    /// <summary>Gets the user's last sequence number as the transaction sees it; 0 if there is none.</summary>
    public long LastSequence(UserDigest user) =>
        _last.TryGetValue(user, out long last) ? last : index.LastSequence(user);

    /// <summary>Gets whether the transaction added entries of a user.</summary>
    public bool Has(UserDigest user) => _last.ContainsKey(user);

    /// <summary>Adds an entry that follows the user's last one.</summary>
    /// <returns>The position of the entry.</returns>
    /// <exception cref="IOException">The log has no position left.</exception>
    public int Add(NewEntry entry)
    {
        int position = index.LastPosition + _entries.Count + 1;
        if (position <= 0)
        {
            throw new IOException($"The embedded store holds at most {int.MaxValue} entries: move to PostgreSQL.");
        }

        _entries.Add(entry);
        _last[entry.User] = entry.Sequence;
        return position;
    }

    /// <summary>Gets the positions of those entries of a user that exist.</summary>
    public IReadOnlyList<int> PositionsOf(UserDigest user, IReadOnlyCollection<long> sequences)
    {
        List<int> positions = [];
        if (sequences.Count == 0)
        {
            return positions;
        }

        HashSet<long> wanted = [.. sequences];
        UserEntries stored = index.Read(user, wanted.Min() - 1, int.MaxValue);
        for (int i = 0; i < stored.Positions.Length; i++)
        {
            if (wanted.Contains(stored.First + i))
            {
                positions.Add(stored.Positions[i]);
            }
        }

        for (int i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].User == user && wanted.Contains(_entries[i].Sequence))
            {
                positions.Add(index.LastPosition + i + 1);
            }
        }

        return positions;
    }

    /// <summary>Notes that erased entries of a user were deleted.</summary>
    /// <param name="user">The user.</param>
    /// <param name="next">Position of the erased entry that is deleted next; 0 if none is left.</param>
    public void NoteDeleted(UserDigest user, int next) => _deleted.Add(new DeletedPart(user, next, _entries.Count));

    /// <summary>Adds everything to the index, after the commit.</summary>
    public void Apply()
    {
        index.Apply(_entries, _deleted);
        Clear();
    }

    /// <summary>Forgets everything, after a rollback.</summary>
    public void Clear()
    {
        _last.Clear();
        _entries.Clear();
        _deleted.Clear();
    }
}
