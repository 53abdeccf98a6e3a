namespace Personalization.Storage.Sqlite.Index;

/// <summary>
/// The positions of every user's entries in the event log, in memory: 8 bytes for each entry and about 70 for each
/// user.
/// </summary>
/// <remarks>
/// An index in the file costs a page for each event, because every user has another page. This one is changed after
/// each commit and before its callers are answered, and stored in batches. The writer's thread changes it; any thread
/// reads.
/// </remarks>
internal sealed class LogIndex
{
    /// <summary>Users with more entries have a lookup of their event ids.</summary>
    public const int ScannedEntries = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<UserDigest, int> _numbers = [];
    private readonly EntryLinks _links = new();
    private readonly HashLookup _byHash = new();
    private readonly Exception? _failure;
    private UserState[] _users = new UserState[64];

    /// <summary>Creates an empty index.</summary>
    /// <param name="failure">Why the index could not be read: every use throws then. Null for a usable index.</param>
    public LogIndex(Exception? failure = null) => _failure = failure;

    /// <summary>The last used position; 0 for an empty log. Only for the writer's thread.</summary>
    public int LastPosition { get; private set; }

    /// <summary>Changes that are not stored yet. Only for the writer's thread.</summary>
    public UnsavedEntries Unsaved { get; } = new();

    /// <summary>Gets the short hash of a stored hash of an event id; 0 only for 0.</summary>
    public static uint ShortHash(long eventHash) =>
        eventHash == 0 ? 0 : Math.Max(1, unchecked((uint)eventHash));

    /// <summary>Number of users that ever had entries. Only for the writer's thread.</summary>
    public int Users => _numbers.Count;

    /// <summary>Gets the user's last sequence number; 0 if there is none.</summary>
    public long LastSequence(UserDigest user) => TryGet(user, out _, out UserState state) ? state.LastSequence : 0;

    /// <summary>
    /// Gets the positions of a user's entries after a sequence number, at most <paramref name="limit"/>.
    /// </summary>
    public UserEntries Read(UserDigest user, long after, int limit)
    {
        if (!TryGet(user, out _, out UserState state) || after >= state.LastSequence)
        {
            return new UserEntries(0, []);
        }

        long from = Math.Max(after + 1, state.First);
        long to = Math.Min(state.LastSequence, from + limit - 1);
        int[] positions = new int[to - from + 1];
        int position = state.Last;
        for (long sequence = state.LastSequence; sequence >= from; sequence--)
        {
            if (sequence <= to)
            {
                positions[sequence - from] = position;
            }

            position = _links.Previous(position);
        }

        return new UserEntries(from, positions);
    }

    /// <summary>Finds the positions of a user's entries with one of the short hashes.</summary>
    /// <remarks>Hashes can collide: the caller compares the event ids.</remarks>
    public IReadOnlyList<int> Find(UserDigest user, IReadOnlySet<uint> hashes)
    {
        List<int> found = [];
        if (!TryGet(user, out int number, out UserState state))
        {
            return found;
        }

        if (state.Count > ScannedEntries)
        {
            lock (_lock)
            {
                foreach (uint hash in hashes)
                {
                    _byHash.Find(number, hash, found);
                }
            }

            return found;
        }

        int position = state.Last;
        for (long left = state.Count; left > 0; left--)
        {
            if (hashes.Contains(_links.Hash(position)))
            {
                found.Add(position);
            }

            position = _links.Previous(position);
        }

        return found;
    }

    /// <summary>Gets the entries of a user that a new mark erases, latest first.</summary>
    /// <returns>Null if entries of an earlier erasure are still to be deleted.</returns>
    public ErasedEntries? ReadLatest(UserDigest user, int limit) =>
        !TryGet(user, out _, out UserState state) ? new ErasedEntries([], 0)
        : state.Erased == 0 ? Walk(state.Last, limit)
        : null;

    /// <summary>Gets the erased entries of a user that are still to be deleted, latest first.</summary>
    public ErasedEntries ReadErased(UserDigest user, int limit) =>
        TryGet(user, out _, out UserState state) ? Walk(state.Erased, limit) : new ErasedEntries([], 0);

    /// <summary>Adds the entries of a committed transaction.</summary>
    /// <param name="entries">The entries, at the positions after the last one.</param>
    /// <param name="deleted">The deleted parts of erased entries, in the transaction's order.</param>
    public void Apply(IReadOnlyList<NewEntry> entries, IReadOnlyList<DeletedPart> deleted)
    {
        lock (_lock)
        {
            int part = 0;
            for (int i = 0; i <= entries.Count; i++)
            {
                for (; part < deleted.Count && deleted[part].AfterEntries == i; part++)
                {
                    _users[_numbers[deleted[part].User]].Erased = deleted[part].Next;
                }

                if (i < entries.Count)
                {
                    Add(LastPosition + 1, entries[i]);
                }
            }
        }
    }

    /// <summary>Adds an entry at a position after the last one.</summary>
    public void Add(int position, NewEntry entry)
    {
        if (!_numbers.TryGetValue(entry.User, out int number))
        {
            number = AddUser(entry.User);
            Unsaved.Users.Add(entry.User);
        }

        IndexedEntry indexed = new(position, number, entry.Sequence, entry.Hash, entry.IsMark);
        Unsaved.Entries.Add(indexed);
        Link(indexed);
    }

    /// <summary>Adds a stored batch.</summary>
    /// <exception cref="InvalidDataException">The batch is damaged or does not follow the last one.</exception>
    public void Load(ReadOnlySpan<byte> body)
    {
        IndexBatchReader reader = new(body);
        reader.ReadUsers(_numbers.Count, digest => AddUser(digest));
        for (int left = reader.ReadCount(); left > 0; left--)
        {
            IndexedEntry entry = reader.ReadEntry(LastPosition);
            if (entry.User >= _numbers.Count)
            {
                throw new InvalidDataException($"The index names user {entry.User} of {_numbers.Count}.");
            }

            Link(entry);
        }
    }

    /// <summary>Gets the position of a user's last entry; 0 for none.</summary>
    public int LastPositionOf(UserDigest user) => TryGet(user, out _, out UserState state) ? state.Last : 0;

    /// <summary>Ends the erasures of all users except some.</summary>
    public void EndErasures(IReadOnlySet<UserDigest> except)
    {
        foreach ((UserDigest user, int number) in _numbers)
        {
            if (!except.Contains(user))
            {
                _users[number].Erased = 0;
            }
        }
    }

    private int AddUser(UserDigest user)
    {
        int number = _numbers.Count;
        if (!_numbers.TryAdd(user, number))
        {
            throw new InvalidDataException("The index lists a user twice.");
        }

        if (number == _users.Length)
        {
            Array.Resize(ref _users, number * 2);
        }

        return number;
    }

    private void Link(IndexedEntry entry)
    {
        ref UserState state = ref _users[entry.User];
        if (entry.IsMark)
        {
            Cut(entry.User, ref state);
        }

        _links.Set(entry.Position, entry.IsMark ? 0 : state.Last, entry.Hash);
        state.First = state.Last == 0 || entry.IsMark || entry.Sequence != state.LastSequence + 1
            ? entry.Sequence
            : state.First;
        (state.Last, state.LastSequence) = (entry.Position, entry.Sequence);
        LastPosition = entry.Position;
        if (state.Count > ScannedEntries)
        {
            AddHashes(entry.User, state);
        }
    }

    /// <summary>Makes all entries of a user erased ones, which are deleted in slices.</summary>
    private void Cut(int number, ref UserState state)
    {
        bool hasHashes = state.Count > ScannedEntries;
        int oldest = 0;
        for (int position = state.Last; position != 0; position = _links.Previous(position))
        {
            oldest = position;
            if (hasHashes)
            {
                _byHash.Remove(number, _links.Hash(position));
            }
        }

        if (oldest != 0)
        {
            // Entries of an earlier, interrupted erasure follow.
            _links.SetPrevious(oldest, state.Erased);
            state.Erased = state.Last;
        }
    }

    private void AddHashes(int number, UserState state)
    {
        int position = state.Last;
        for (long left = state.Count == ScannedEntries + 1 ? state.Count : 1; left > 0; left--)
        {
            _byHash.Add(number, _links.Hash(position), position);
            position = _links.Previous(position);
        }
    }

    private ErasedEntries Walk(int position, int limit)
    {
        List<int> positions = [];
        while (position != 0 && positions.Count < limit)
        {
            positions.Add(position);
            position = _links.Previous(position);
        }

        return new ErasedEntries(positions, position);
    }

    private bool TryGet(UserDigest user, out int number, out UserState state)
    {
        if (_failure is not null)
        {
            throw new IOException($"The index of the event log could not be read: {_failure.Message}", _failure);
        }

        lock (_lock)
        {
            bool known = _numbers.TryGetValue(user, out number);
            state = known ? _users[number] : default;
            return known;
        }
    }

    /// <summary>The chain of a user's entries.</summary>
    private struct UserState
    {
        /// <summary>Position of the last entry.</summary>
        public int Last;

        /// <summary>Position of the latest erased entry that is still to be deleted; 0 for none.</summary>
        public int Erased;

        /// <summary>Sequence number of the last entry.</summary>
        public long LastSequence;

        /// <summary>Sequence number of the first entry that is not erased.</summary>
        public long First;

        public readonly long Count => Last == 0 ? 0 : LastSequence - First + 1;
    }
}
