using System.Collections.Immutable;

namespace Personalization.Abstractions.Models;

/// <summary>All model versions and which of them serve. Immutable.</summary>
/// <param name="Live">The version that serves; null before the first.</param>
/// <param name="Previous">The version a roll-back returns to; null when there is none.</param>
/// <param name="Versions">Every version kept, newest first.</param>
/// <param name="Training">The training that runs or ran last.</param>
/// <param name="Revision">Grows with every change of <paramref name="Live"/> or of the versions held.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ModelCatalog")]
public sealed record ModelCatalog(
    [property: Id(0)] string? Live,
    [property: Id(1)] string? Previous,
    [property: Id(2)] ImmutableArray<ModelVersion> Versions,
    [property: Id(3)] TrainingStatus Training,
    [property: Id(4)] long Revision);
