using System.Collections.Immutable;

namespace Personalization.Abstractions.Retraining;

/// <summary>The new events that a silo counted since its last report. Immutable.</summary>
/// <param name="Events">The number of received events.</param>
/// <param name="Version">The model version whose popularity buckets were used; null for none.</param>
/// <param name="Counts">
/// The events per popularity bucket of that version, as in <see cref="DriftBaseline.Counts"/>; empty for none.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.LearningReport")]
public sealed record RetrainingReport(
    [property: Id(0)] long Events, [property: Id(1)] string? Version, [property: Id(2)] ImmutableArray<long> Counts);

/// <summary>
/// The distribution of events over item popularity on the hold-out, against which drift is measured. Immutable.
/// </summary>
/// <param name="Counts">
/// The events per popularity bucket, from the most popular items to the least popular; the last bucket counts items
/// that the model does not know.
/// </param>
/// <remarks>
/// The hold-out shows what is usual in the first days after training. The training data would not, because the model
/// has memorized them.
/// </remarks>
[GenerateSerializer, Immutable, Alias("Personalization.DriftBaseline")]
public sealed record DriftBaseline([property: Id(0)] ImmutableArray<long> Counts);
