namespace Personalization.Engine.Numerics;

/// <summary>A list that grows in chunks and can drop its oldest chunk. It wastes at most one chunk of memory.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class ChunkedList<T>
{
    /// <summary>The number of elements of a chunk.</summary>
    public const int Chunk = 1 << 16;

    private readonly List<T[]> _chunks = [];

    /// <summary>The number of elements.</summary>
    public int Count { get; private set; }

    /// <summary>The element at an index, 0 to <see cref="Count"/> - 1.</summary>
    public ref readonly T this[int index] => ref _chunks[index / Chunk][index % Chunk];

    /// <summary>Appends an element.</summary>
    public void Add(T value)
    {
        if (Count == _chunks.Count * Chunk)
        {
            _chunks.Add(new T[Chunk]);
        }

        _chunks[^1][Count % Chunk] = value;
        Count++;
    }

    /// <summary>Drops the oldest chunk: the first <see cref="Chunk"/> elements.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The list has fewer elements than one chunk.</exception>
    public void RemoveOldest()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, Chunk, nameof(Count));
        _chunks.RemoveAt(0);
        Count -= Chunk;
    }
}
