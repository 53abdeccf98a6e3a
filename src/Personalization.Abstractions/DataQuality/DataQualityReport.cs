using System.Collections.Immutable;

namespace Personalization.Abstractions.DataQuality;

/// <summary>The events that one process counted since its last report. Immutable.</summary>
/// <param name="TakesEvents">
/// Whether the process receives events. Silence counts as a change only while at least one such process reports.
/// </param>
/// <param name="Keys">The counts by client key; keys without events are left out.</param>
/// <remarks>An empty report is sent too: it states that nothing happened.</remarks>
[GenerateSerializer, Immutable, Alias("Personalization.WatchReport")]
public sealed record DataQualityReport(
    [property: Id(0)] bool TakesEvents, [property: Id(1)] ImmutableArray<KeyCounts> Keys);

/// <summary>The counts of one client key since the last report. Immutable.</summary>
/// <param name="Key">The key's name; <see cref="DataQualityCounters.NoKey"/> for requests without one.</param>
/// <param name="Counts">The counts by counter, see <see cref="DataQualityCounters"/>.</param>
[GenerateSerializer, Immutable, Alias("Personalization.KeyCounts")]
public sealed record KeyCounts([property: Id(0)] string Key, [property: Id(1)] ImmutableDictionary<string, int> Counts);
