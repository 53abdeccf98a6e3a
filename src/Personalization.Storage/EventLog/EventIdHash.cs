using System.IO.Hashing;
using System.Text;
using Personalization.Abstractions.EventLog;

namespace Personalization.Storage.EventLog;

/// <summary>The hash under which every backend indexes an event's id: XXH64 of its UTF-8 bytes.</summary>
/// <remarks>Stored in rows: it must never change. 0 is kept for entries that are no events.</remarks>
internal static class EventIdHash
{
    /// <summary>The hash of an entry's event id; 0 for an entry that is no event.</summary>
    public static long Of(LogEntry entry) => entry is EventEntry known ? Of(known.Event.EventId) : 0;

    /// <summary>The hash of an event id; never 0.</summary>
    public static long Of(string eventId)
    {
        long hash = unchecked((long)XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(eventId)));
        return hash == 0 ? 1 : hash;
    }
}
