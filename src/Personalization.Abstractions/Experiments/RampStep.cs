namespace Personalization.Abstractions.Experiments;

/// <summary>One step of a ramp: from a time on, the experiment takes a share of its slots. Immutable.</summary>
/// <param name="From">The time it begins, UTC.</param>
/// <param name="Share">The share taken, above 0 to 1; not less than in the step before.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RampStep")]
public sealed record RampStep([property: Id(0)] DateTimeOffset From, [property: Id(1)] double Share);
