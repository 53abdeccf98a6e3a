namespace Personalization.Abstractions.Experiments;

/// <summary>One metric of an experiment. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.MetricDefinition")]
public sealed record MetricDefinition
{
    /// <summary>Its name, unique in the experiment; the key of its statistics.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>How it is computed from its users' outcomes.</summary>
    [Id(1)]
    public MetricKind Kind { get; init; } = MetricKind.Mean;

    /// <summary>What it decides.</summary>
    [Id(2)]
    public MetricRole Role { get; init; } = MetricRole.Primary;

    /// <summary>Whether more is better; false for latency and errors.</summary>
    [Id(3)]
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>For <see cref="MetricKind.Quantile"/>: which, above 0 and below 1.</summary>
    [Id(4)]
    public double Quantile { get; init; } = 0.99;

    /// <summary>For a guardrail: by which share of the control's value an arm may be worse, 0 to 0.99.</summary>
    [Id(5)]
    public double Margin { get; init; }

    /// <summary>The most a user's outcome counts. Above 0, at most 1e9.</summary>
    /// <remarks>One wholesaler must not decide an experiment.</remarks>
    [Id(6)]
    public double Cap { get; init; } = 1e6;

    /// <summary>
    /// The events that are its outcomes; null for a metric the server measures itself (latency, errors).
    /// </summary>
    [Id(7)]
    public OutcomeDefinition? Outcome { get; init; }
}
