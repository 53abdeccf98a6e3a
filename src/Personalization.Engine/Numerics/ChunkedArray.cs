namespace Personalization.Engine.Numerics;

/// <summary>An immutable array. Changed copies share all unchanged chunks.</summary>
/// <remarks>Replacing one element of a million copies one chunk and the array of chunks.</remarks>
/// <typeparam name="T">The element type.</typeparam>
public sealed class ChunkedArray<T>
{
    private const int ChunkBits = 9;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly T[][] _chunks;

    /// <summary>Creates an array.</summary>
    /// <param name="count">The number of elements, at least 0.</param>
    /// <param name="element">Returns the element of an index.</param>
    public ChunkedArray(int count, Func<int, T> element)
    {
        _chunks = new T[(count + ChunkSize - 1) >> ChunkBits][];
        Count = count;
        for (int c = 0; c < _chunks.Length; c++)
        {
            _chunks[c] = new T[ChunkSize];
            for (int i = 0; i < ChunkSize && (c << ChunkBits) + i < count; i++)
            {
                _chunks[c][i] = element((c << ChunkBits) + i);
            }
        }
    }

    private ChunkedArray(T[][] chunks, int count)
    {
        _chunks = chunks;
        Count = count;
    }

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>The element at an index, 0 to <see cref="Count"/> - 1.</summary>
    public T this[int index] => _chunks[index >> ChunkBits][index & (ChunkSize - 1)];

    /// <summary>Returns a copy with elements appended.</summary>
    /// <param name="count">The number of elements of the copy, at least <see cref="Count"/>.</param>
    /// <param name="element">Returns the new element of an index.</param>
    public ChunkedArray<T> Grown(int count, Func<int, T> element)
    {
        T[][] chunks = new T[(count + ChunkSize - 1) >> ChunkBits][];
        for (int c = 0; c < chunks.Length; c++)
        {
            int first = c << ChunkBits;
            bool whole = first + ChunkSize <= Count;
            chunks[c] = whole ? _chunks[c] : c < _chunks.Length ? [.. _chunks[c]] : new T[ChunkSize];
            for (int i = Math.Max(first, Count); !whole && i < Math.Min(first + ChunkSize, count); i++)
            {
                chunks[c][i - first] = element(i);
            }
        }

        return new ChunkedArray<T>(chunks, count);
    }

    /// <summary>Returns a copy with some elements replaced.</summary>
    public ChunkedArray<T> With(IEnumerable<(int Index, T Value)> changes)
    {
        T[][] chunks = [.. _chunks];
        foreach ((int index, T value) in changes)
        {
            int c = index >> ChunkBits;
            if (ReferenceEquals(chunks[c], _chunks[c]))
            {
                chunks[c] = [.. _chunks[c]];
            }

            chunks[c][index & (ChunkSize - 1)] = value;
        }

        return new ChunkedArray<T>(chunks, Count);
    }
}
