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

    /// <summary>The number of ids in the window.</summary>
    public int Count => _order.Count;

    /// <summary>True if the window has the id.</summary>
    /// <param name="origin">The merged user that the event comes from; null for the user's own event.</param>
    /// <param name="eventId">The event id.</param>
    /// <remarks>If false and older ids have left the window, only the log can tell whether the id is new.</remarks>
    public bool Contains(string? origin, string eventId) => _known.Contains(Hash(origin, eventId));

    /// <summary>Adds an id. Removes the oldest id if the window is full.</summary>
    /// <param name="origin">The merged user that the event comes from; null for the user's own event.</param>
    /// <param name="eventId">The event id.</param>
    public void Add(string? origin, string eventId) => Add(Hash(origin, eventId));

    /// <summary>Returns the hashes of the ids, oldest first, little-endian.</summary>
    /// <param name="latest">The most ids; older ones are left out.</param>
    public byte[] ToBytes(int latest = int.MaxValue) =>
        MemoryMarshal.AsBytes<ulong>(_order.Skip(Math.Max(0, _order.Count - latest)).ToArray()).ToArray();

    /// <remarks>The hash of a user's own id is stored in snapshots and must not change.</remarks>
    private static ulong Hash(string? origin, string eventId) => XxHash3.HashToUInt64(
        MemoryMarshal.AsBytes(eventId.AsSpan()),
        origin is null ? 0 : unchecked((long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(origin.AsSpan()))));

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
