using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Personalization.Engine.Profiles;

/// <summary>
/// The latest event ids of a user, as 64-bit XxHash3 of their UTF-16 text: enough to know a client's retry from a new event
/// without touching the store. Two ids of one user collide with a chance of 2^-64 a pair.
/// </summary>
public sealed class EventIdWindow
{
    private readonly int _capacity;
    private readonly Queue<ulong> _order;
    private readonly HashSet<ulong> _known;

    /// <summary>Makes a window.</summary>
    /// <param name="capacity">How many ids it holds, from 1.</param>
    /// <param name="saved">What <see cref="ToBytes"/> gave, oldest first; empty for a new one.</param>
    public EventIdWindow(int capacity, ReadOnlySpan<byte> saved)
    {
        _capacity = capacity;
        ReadOnlySpan<ulong> hashes = MemoryMarshal.Cast<byte, ulong>(saved);
        hashes = hashes[Math.Max(0, hashes.Length - capacity)..];
        _order = new Queue<ulong>(hashes.Length);
        _known = new HashSet<ulong>(hashes.Length);
        foreach (ulong hash in hashes)
        {
            Add(hash);
        }
    }

    /// <summary>Whether the window holds <paramref name="eventId"/>. When it does not, and has forgotten some, the log knows.</summary>
    public bool Contains(string eventId) => _known.Contains(Hash(eventId));

    /// <summary>Remembers an id; the oldest is forgotten when the window is full.</summary>
    public void Add(string eventId) => Add(Hash(eventId));

    /// <summary>The ids' hashes, oldest first, little-endian.</summary>
    public byte[] ToBytes() => MemoryMarshal.AsBytes<ulong>(_order.ToArray()).ToArray();

    private static ulong Hash(string eventId) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(eventId.AsSpan()));

    private void Add(ulong hash)
    {
        if (!_known.Add(hash))
        {
            return;
        }

        _order.Enqueue(hash);
        if (_order.Count > _capacity)
        {
            _ = _known.Remove(_order.Dequeue());
        }
    }
}
