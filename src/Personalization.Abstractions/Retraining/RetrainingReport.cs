using System.Collections.Immutable;

namespace Personalization.Abstractions.Retraining;

/// <summary>What a silo counted of new events since its last report. Immutable.</summary>
/// <param name="Events">How many events were taken in.</param>
/// <param name="Version">The model version whose buckets were counted; null for none.</param>
/// <param name="Counts">Events by that version's popularity bucket, as in <see cref="DriftBaseline.Counts"/>; empty for none.</param>
[GenerateSerializer, Immutable, Alias("Personalization.LearningReport")]
public sealed record RetrainingReport([property: Id(0)] long Events, [property: Id(1)] string? Version, [property: Id(2)] ImmutableArray<long> Counts);
