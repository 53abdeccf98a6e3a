using System.IO.Hashing;
using System.Text;
using Personalization.Abstractions.EventLog;

namespace Personalization.Storage.EventLog;

/// <summary>Hash under which every backend indexes an event id: XXH64 of its UTF-8 bytes.</summary>
/// <remarks>The hash is stored in rows and must never change. 0 marks entries that are not events.</remarks>
internal static class EventIdHash
{
    private const int MaxStackBytes = 512;

    /// <summary>Gets the hash of an entry's event id; 0 for an entry that is not an event.</summary>
    public static long Of(LogEntry entry) => entry is EventEntry known ? Of(known.Event.EventId) : 0;

    /// <summary>Gets the hash of an event id; never 0.</summary>
    public static long Of(string eventId)
    {
        int most = Encoding.UTF8.GetMaxByteCount(eventId.Length);
        Span<byte> utf8 = most <= MaxStackBytes ? stackalloc byte[MaxStackBytes] : new byte[most];
        int length = Encoding.UTF8.GetBytes(eventId, utf8);
        long hash = unchecked((long)XxHash64.HashToUInt64(utf8[..length]));
        return hash == 0 ? 1 : hash;
    }
}
