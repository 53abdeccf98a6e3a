using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;

namespace Personalization.Grains.Users;

/// <summary>What the log gets of a user's new events: the explored lists that they name, then the events; the last says what all of them change in the statistics.</summary>
/// <param name="Explored">The lists that are named for the first time.</param>
/// <param name="Events">The events, at least one.</param>
/// <param name="First">When each was first received, of another user's events; null for this user's own.</param>
/// <param name="Tallies">What they change in the statistics; null for nothing.</param>
internal readonly record struct NewEntries(
    IEnumerable<ExploredEntry> Explored, List<UserEvent> Events, Dictionary<UserEvent, DateTimeOffset>? First, ImmutableArray<MetricDelta>? Tallies)
{
    /// <summary>Makes the entries.</summary>
    /// <param name="version">The profile's version, which their sequence numbers follow.</param>
    /// <param name="now">When they are received.</param>
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
            entries.Add(new EventEntry { Sequence = ++version, ReceivedAt = now, Event = Events[i], FirstReceivedAt = First?[Events[i]], Tallies = isLast ? Tallies : null });
        }

        return entries;
    }
}
