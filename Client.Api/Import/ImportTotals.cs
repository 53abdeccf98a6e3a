namespace Personalization.Client.Api.Import;

/// <summary>What an import has done so far. Counted by several senders at once.</summary>
internal sealed class ImportTotals
{
    private long _accepted;
    private long _duplicates;
    private long _rejected;
    private long _items;

    /// <summary>Events stored.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Events the engine had already.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Lines not taken.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Items stored.</summary>
    public long Items => Interlocked.Read(ref _items);

    /// <summary>Lines dealt with.</summary>
    public long Lines => Accepted + Duplicates + Rejected;

    /// <summary>Adds events.</summary>
    public void Add(long accepted, long duplicates)
    {
        _ = Interlocked.Add(ref _accepted, accepted);
        _ = Interlocked.Add(ref _duplicates, duplicates);
    }

    /// <summary>Adds a line not taken.</summary>
    public void AddRejected() => Interlocked.Increment(ref _rejected);

    /// <summary>Adds items.</summary>
    public void AddItems(long items) => Interlocked.Add(ref _items, items);
}
