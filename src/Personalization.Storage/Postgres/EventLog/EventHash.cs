using System.IO.Hashing;
using System.Text;
using Personalization.Abstractions.EventLog;

namespace Personalization.Storage.Postgres.EventLog;

/// <summary>The hash under which an event's id is indexed; 0 for an entry that is no event.</summary>
internal static class EventHash
{
    public static long Of(LogEntry entry) => entry is EventEntry known ? Of(known.Event.EventId) : 0;

    public static long Of(string eventId)
    {
        long hash = unchecked((long)XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(eventId)));
        return hash == 0 ? 1 : hash;
    }
}
