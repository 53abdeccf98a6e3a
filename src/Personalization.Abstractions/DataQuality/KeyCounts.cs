using System.Collections.Immutable;

namespace Personalization.Abstractions.DataQuality;

/// <summary>What was counted of one client key's events since the last report. Immutable.</summary>
/// <param name="Key">The key's name; <see cref="DataQualityCounters.NoKey"/> for requests without one.</param>
/// <param name="Counts">By counter; see <see cref="DataQualityCounters"/>.</param>
[GenerateSerializer, Immutable, Alias("Personalization.KeyCounts")]
public sealed record KeyCounts([property: Id(0)] string Key, [property: Id(1)] ImmutableDictionary<string, int> Counts);
