using Personalization.Abstractions.EventLog;

namespace Personalization.Tests.Grains.Tickets;

/// <summary>The stored entries of one user, which several silos append to.</summary>
internal sealed class SharedLog
{
    /// <summary>The stored entries, in order.</summary>
    public List<LogEntry> Stored { get; } = [];

    /// <summary>The events that are stored.</summary>
    public IEnumerable<string> EventIds => Stored.OfType<EventEntry>().Select(entry => entry.Event.EventId);

    /// <summary>Stores entries if they follow the last one.</summary>
    public AppendResult Append(IReadOnlyList<LogEntry> entries)
    {
        if (entries[0].Sequence != Stored.Count + 1)
        {
            return AppendResult.Fenced;
        }

        Stored.AddRange(entries);
        return AppendResult.Appended;
    }
}
