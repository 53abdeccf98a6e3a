using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;

namespace Personalization.Grains.Users;

/// <summary>
/// The log entries of a user's new events: the explored lists that the events name, then the events. The last event
/// carries the metric deltas of all.
/// </summary>
/// <param name="Explored">The lists that are named for the first time.</param>
/// <param name="Events">The events, at least one.</param>
/// <param name="First">When each event was first received; null for the user's own events.</param>
/// <param name="Tallies">The metric deltas; null for none.</param>
internal readonly record struct NewEntries(
    IEnumerable<ExploredEntry> Explored,
    List<UserEvent> Events,
    Dictionary<UserEvent, DateTimeOffset>? First,
    ImmutableArray<MetricDelta>? Tallies)
{
    /// <summary>Creates the entries.</summary>
    /// <param name="version">The profile's version before the first entry.</param>
    /// <param name="now">When the events are received, UTC.</param>
    public List<LogEntry> After(long version, DateTimeOffset now)
    {
        List<LogEntry> entries = new(Events.Count);
        foreach (ExploredEntry explored in Explored)
        {
            entries.Add(explored with { Sequence = ++version });
        }

        for (int i = 0; i < Events.Count; i++)
        {
            bool isLast = i == Events.Count - 1;
            entries.Add(new EventEntry
            {
                Sequence = ++version,
                ReceivedAt = now,
                Event = Events[i],
                FirstReceivedAt = First?[Events[i]],
                Tallies = isLast ? Tallies : null
            });
        }

        return entries;
    }
}
