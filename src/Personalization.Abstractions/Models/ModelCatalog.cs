using System.Collections.Immutable;

namespace Personalization.Abstractions.Models;

/// <summary>All model versions and the ones that serve. Immutable.</summary>
/// <param name="Live">The serving version; null before the first.</param>
/// <param name="Previous">The version that a rollback returns to; null for none.</param>
/// <param name="Versions">All stored versions, newest first.</param>
/// <param name="Training">The status of the present or last training.</param>
/// <param name="Revision">Increases with every change of <paramref name="Live"/> or of the pinned versions.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ModelCatalog")]
public sealed record ModelCatalog(
    [property: Id(0)] string? Live,
    [property: Id(1)] string? Previous,
    [property: Id(2)] ImmutableArray<ModelVersion> Versions,
    [property: Id(3)] TrainingStatus Training,
    [property: Id(4)] long Revision);
