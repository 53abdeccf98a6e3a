namespace Personalization.Engine.Numerics;

/// <summary>A list that grows by chunks, so that it never takes more than it holds, and can let its oldest chunk go.</summary>
/// <typeparam name="T">What it holds.</typeparam>
internal sealed class ChunkedList<T>
{
    /// <summary>How many a chunk holds.</summary>
    public const int Chunk = 1 << 16;

    private readonly List<T[]> _chunks = [];

    /// <summary>How many it holds.</summary>
    public int Count { get; private set; }

    /// <summary>One of them.</summary>
    public ref readonly T this[int index] => ref _chunks[index / Chunk][index % Chunk];

    /// <summary>Adds one.</summary>
    public void Add(T value)
    {
        if (Count == _chunks.Count * Chunk)
        {
            _chunks.Add(new T[Chunk]);
        }

        _chunks[^1][Count % Chunk] = value;
        Count++;
    }

    /// <summary>Lets the oldest chunk go, which must be full.</summary>
    public void RemoveOldest()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, Chunk, nameof(Count));
        _chunks.RemoveAt(0);
        Count -= Chunk;
    }
}
