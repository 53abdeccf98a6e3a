using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>All experiments. Immutable.</summary>
/// <param name="Experiments">All experiments, including stopped ones, newest first.</param>
/// <param name="Revision">Increases with every change of any experiment.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentCatalog")]
public sealed record ExperimentCatalog(
    [property: Id(0)] ImmutableArray<ExperimentView> Experiments,
    [property: Id(1)] long Revision)
{
    /// <summary>Gets whether the owner exchanges definitions as types; false from a silo of version 0.1.</summary>
    /// <remarks>
    /// Needed for a rolling upgrade from 0.1: <see cref="ExperimentUpgrade.RegisterOnEitherAsync"/> reads it.
    /// </remarks>
    [Id(2)]
    public bool IsTyped { get; init; }
}
