namespace Personalization.Import;

/// <summary>The counts of an import so far. Thread-safe.</summary>
internal sealed class ImportTotals
{
    private long _accepted;
    private long _duplicates;
    private long _rejected;
    private long _items;
    private long _itemLines;
    private long _users;

    /// <summary>Events stored.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Events that the engine had already stored.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Lines rejected.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Items stored.</summary>
    public long Items => Interlocked.Read(ref _items);

    /// <summary>Users changed.</summary>
    public long Users => Interlocked.Read(ref _users);

    /// <summary>Lines processed.</summary>
    public long Lines => Accepted + Duplicates + Rejected + Users + ItemLines;

    /// <summary>Lines that are items. Items that come with a file of events are not lines.</summary>
    public long ItemLines => Interlocked.Read(ref _itemLines);

    /// <summary>Adds events.</summary>
    public void Add(long accepted, long duplicates)
    {
        _ = Interlocked.Add(ref _accepted, accepted);
        _ = Interlocked.Add(ref _duplicates, duplicates);
    }

    /// <summary>Adds a rejected line.</summary>
    public void AddRejected() => Interlocked.Increment(ref _rejected);

    /// <summary>Adds items.</summary>
    /// <param name="items">The number of items.</param>
    /// <param name="areLines">Whether they are lines of the file.</param>
    public void AddItems(long items, bool areLines)
    {
        _ = Interlocked.Add(ref _itemLines, areLines ? items : 0);
        _ = Interlocked.Add(ref _items, items);
    }

    /// <summary>Adds a user.</summary>
    public void AddUser() => Interlocked.Increment(ref _users);
}
