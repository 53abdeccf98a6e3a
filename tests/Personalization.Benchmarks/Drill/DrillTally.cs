using System.Collections.Concurrent;

namespace Personalization.Benchmarks.Drill;

/// <summary>The events of a world, recorded by all shoppers concurrently.</summary>
internal sealed class DrillTally
{
    private readonly long _opened = TimeProvider.System.GetTimestamp();
    private readonly ConcurrentQueue<ReadNote> _reads = [];
    private readonly ConcurrentQueue<(double At, string? Problem)> _writes = [];
    private volatile bool _catalogIsPartial;
    private int _purchases;

    /// <summary>Seconds since the shop opened.</summary>
    public double Now => TimeProvider.System.GetElapsedTime(_opened).TotalSeconds;

    /// <summary>The reads so far.</summary>
    public IReadOnlyCollection<ReadNote> Reads => _reads;

    /// <summary>Purchases so far.</summary>
    public int Purchases => Volatile.Read(ref _purchases);

    /// <summary>The writes so far.</summary>
    public IReadOnlyCollection<(double At, string? Problem)> Writes => _writes;

    /// <summary>Whether the active catalogue lacks items that the shop sells.</summary>
    public bool CatalogIsPartial
    {
        get => _catalogIsPartial;
        set => _catalogIsPartial = value;
    }

    /// <summary>Notes a list, or that none came.</summary>
    /// <param name="visit">The visit, by number.</param>
    /// <param name="list">What came.</param>
    /// <param name="isWrong">Whether it shows something that cannot be had, or was made of a part of the
    /// catalogue.</param>
    /// <param name="clicked">Whether something on it was clicked.</param>
    /// <param name="expected">Purchases to be expected of it.</param>
    public void Read(int visit, ShownList list, bool isWrong, bool clicked, double expected) =>
        _reads.Enqueue(new ReadNote(visit, list.At, list.Milliseconds, list.FallbackLevel, isWrong, clicked, expected));

    /// <summary>Notes a decision to buy.</summary>
    /// <param name="happened">Whether it came to one.</param>
    public void Purchase(bool happened)
    {
        if (happened)
        {
            _ = Interlocked.Increment(ref _purchases);
        }
    }

    /// <summary>Notes events sent.</summary>
    /// <param name="at">When, seconds since the opening.</param>
    /// <param name="problem">Why they are not acknowledged; null when they are.</param>
    public void Write(double at, string? problem) => _writes.Enqueue((at, problem));
}
