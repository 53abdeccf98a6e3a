using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>All experiments. Immutable.</summary>
/// <param name="Experiments">Every experiment there ever was, newest first.</param>
/// <param name="Revision">Grows with every change of any.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentCatalog")]
public sealed record ExperimentCatalog(
    [property: Id(0)] ImmutableArray<ExperimentView> Experiments,
    [property: Id(1)] long Revision)
{
    /// <summary>Whether the owner takes and gives definitions as types; false from a silo of version 0.1.</summary>
    /// <remarks>
    /// Kept for a rolling upgrade from 0.1: <see cref="ExperimentUpgrade.RegisterOnEitherAsync"/> asks for it.
    /// </remarks>
    [Id(2)]
    public bool IsTyped { get; init; }
}
