using System.Collections.Concurrent;

namespace Personalization.Benchmarks.Drill;

/// <summary>Records the reads, writes and purchases of a world. Thread-safe.</summary>
internal sealed class DrillTally
{
    private readonly long _opened = TimeProvider.System.GetTimestamp();
    private readonly ConcurrentQueue<ReadNote> _reads = [];
    private readonly ConcurrentQueue<(double At, string? Problem)> _writes = [];
    private volatile bool _catalogIsPartial;
    private int _purchases;

    /// <summary>Gets the seconds since the opening of the shop.</summary>
    public double Now => TimeProvider.System.GetElapsedTime(_opened).TotalSeconds;

    /// <summary>Gets the reads so far.</summary>
    public IReadOnlyCollection<ReadNote> Reads => _reads;

    /// <summary>Gets the number of purchases so far.</summary>
    public int Purchases => Volatile.Read(ref _purchases);

    /// <summary>Gets the writes so far.</summary>
    public IReadOnlyCollection<(double At, string? Problem)> Writes => _writes;

    /// <summary>Gets or sets whether the active catalog lacks items that the shop sells.</summary>
    public bool CatalogIsPartial
    {
        get => _catalogIsPartial;
        set => _catalogIsPartial = value;
    }

    /// <summary>Records a list, or a missing list.</summary>
    /// <param name="visit">The number of the visit.</param>
    /// <param name="list">The list.</param>
    /// <param name="isWrong">Whether the list shows an item that cannot be bought, or was computed with a partial
    /// catalog.</param>
    /// <param name="clicked">Whether an item of the list was clicked.</param>
    /// <param name="expected">The expected purchases from the list.</param>
    public void Read(int visit, ShownList list, bool isWrong, bool clicked, double expected) =>
        _reads.Enqueue(new ReadNote(visit, list.At, list.Milliseconds, list.FallbackLevel, isWrong, clicked, expected));

    /// <summary>Records a decision to buy.</summary>
    /// <param name="happened">Whether the shopper bought.</param>
    public void Purchase(bool happened)
    {
        if (happened)
        {
            _ = Interlocked.Increment(ref _purchases);
        }
    }

    /// <summary>Records a request with events.</summary>
    /// <param name="at">The time it was sent, seconds since the opening.</param>
    /// <param name="problem">The reason why the events are not acknowledged; null if they are.</param>
    public void Write(double at, string? problem) => _writes.Enqueue((at, problem));
}
