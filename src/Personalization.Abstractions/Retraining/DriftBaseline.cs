using System.Collections.Immutable;

namespace Personalization.Abstractions.Retraining;

/// <summary>
/// How the choices that came after the training fell on items by their popularity at the training: measured on the hold-out, so that a model's first days are compared with
/// what is usual and not with what it has learnt by heart. Immutable.
/// </summary>
/// <param name="Counts">Events by popularity bucket, the most popular items' first; the last is of items the model does not know.</param>
[GenerateSerializer, Immutable, Alias("Personalization.DriftBaseline")]
public sealed record DriftBaseline([property: Id(0)] ImmutableArray<long> Counts);
