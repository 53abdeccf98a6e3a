using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>All experiments. Immutable.</summary>
/// <param name="Experiments">Every experiment there ever was, newest first.</param>
/// <param name="Revision">Grows with every change of any.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentCatalog")]
public sealed record ExperimentCatalog([property: Id(0)] ImmutableArray<ExperimentView> Experiments, [property: Id(1)] long Revision);
