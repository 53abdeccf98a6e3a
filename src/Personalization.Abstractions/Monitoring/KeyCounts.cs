using System.Collections.Immutable;

namespace Personalization.Abstractions.Monitoring;

/// <summary>What was counted of one client key's events since the last report. Immutable.</summary>
/// <param name="Key">The key's name; <see cref="WatchCounters.NoKey"/> for requests without one.</param>
/// <param name="Counts">By counter; see <see cref="WatchCounters"/>.</param>
[GenerateSerializer, Immutable, Alias("Personalization.KeyCounts")]
public sealed record KeyCounts([property: Id(0)] string Key, [property: Id(1)] ImmutableDictionary<string, int> Counts);
