namespace Personalization.Client.Api.Import;

/// <summary>The counts of an import so far. Thread-safe.</summary>
internal sealed class ImportTotals
{
    private long _accepted;
    private long _duplicates;
    private long _rejected;
    private long _items;

    /// <summary>Events stored.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Events that the engine had already stored.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Lines rejected.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Items stored.</summary>
    public long Items => Interlocked.Read(ref _items);

    /// <summary>Event lines processed.</summary>
    public long Lines => Accepted + Duplicates + Rejected;

    /// <summary>Adds events.</summary>
    public void Add(long accepted, long duplicates)
    {
        _ = Interlocked.Add(ref _accepted, accepted);
        _ = Interlocked.Add(ref _duplicates, duplicates);
    }

    /// <summary>Adds a rejected line.</summary>
    public void AddRejected() => Interlocked.Increment(ref _rejected);

    /// <summary>Adds items.</summary>
    public void AddItems(long items) => Interlocked.Add(ref _items, items);
}
