namespace Personalization.Abstractions.Experiments;

/// <summary>What a metric counts of one user.</summary>
/// <param name="Outcome">The user's outcome.</param>
/// <param name="Base">1, or for a ratio the user's own denominator.</param>
/// <param name="Past">The same outcome before the user entered the experiment: what nothing of it can have changed.</param>
[GenerateSerializer, Immutable, Alias("Personalization.MetricValue")]
public readonly record struct MetricValue([property: Id(0)] double Outcome, [property: Id(1)] double Base, [property: Id(2)] double Past);
