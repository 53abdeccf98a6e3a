using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Personalization.Engine.Profiles;

/// <summary>
/// The latest event ids of a user, as 64-bit XxHash3 of their UTF-16 text. Detects a client's retry without access to
/// the store. Not thread-safe.
/// </summary>
/// <remarks>Two ids of one user collide with a probability of 2^-64 per pair.</remarks>
public sealed class EventIdWindow
{
    private readonly int _capacity;
    private readonly Queue<ulong> _order;
    private readonly HashSet<ulong> _known;

    /// <summary>Creates a window.</summary>
    /// <param name="capacity">The most ids, at least 1.</param>
    /// <param name="saved">The result of <see cref="ToBytes"/>; empty for a new window.</param>
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

    /// <summary>True if the window has the id.</summary>
    /// <remarks>If false and older ids have left the window, only the log can tell whether the id is new.</remarks>
    public bool Contains(string eventId) => _known.Contains(Hash(eventId));

    /// <summary>Adds an id. Removes the oldest id if the window is full.</summary>
    public void Add(string eventId) => Add(Hash(eventId));

    /// <summary>Returns the hashes of the ids, oldest first, little-endian.</summary>
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
