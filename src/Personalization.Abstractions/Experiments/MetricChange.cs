namespace Personalization.Abstractions.Experiments;

/// <summary>How one metric of one user changed.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Was">What it counted before; null when the user did not count.</param>
/// <param name="Is">What it counts from now on; null when the user counts no more.</param>
[GenerateSerializer, Immutable, Alias("Personalization.MetricChange")]
public sealed record MetricChange([property: Id(0)] string Metric, [property: Id(1)] MetricValue? Was, [property: Id(2)] MetricValue? Is);
