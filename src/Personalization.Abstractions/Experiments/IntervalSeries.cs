using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>The interim results of one arm, in order. Immutable.</summary>
/// <param name="Name">The arm's name, or another label of the line.</param>
/// <param name="Points">The interim results, by growing <see cref="IntervalPoint.At"/>.</param>
[GenerateSerializer, Immutable, Alias("Personalization.IntervalSeries")]
public sealed record IntervalSeries(
    [property: Id(0)] string Name,
    [property: Id(1)] ImmutableArray<IntervalPoint> Points);
