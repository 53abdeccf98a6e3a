using System.Collections.Immutable;

namespace Personalization.Abstractions.DataQuality;

/// <summary>What one process counted since its last report; sent also when that is nothing, because then nothing happened. Immutable.</summary>
/// <param name="TakesEvents">Whether events enter through this process: while no such process reports, nothing is concluded from silence.</param>
/// <param name="Keys">The counts; client keys without any are left out.</param>
[GenerateSerializer, Immutable, Alias("Personalization.WatchReport")]
public sealed record DataQualityReport([property: Id(0)] bool TakesEvents, [property: Id(1)] ImmutableArray<KeyCounts> Keys);
