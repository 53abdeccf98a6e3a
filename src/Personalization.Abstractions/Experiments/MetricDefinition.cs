namespace Personalization.Abstractions.Experiments;

/// <summary>One metric of an experiment. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.MetricDefinition")]
public sealed record MetricDefinition
{
    /// <summary>The metric's name, unique in the experiment; the key of its statistics.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The way the metric is computed from users' outcomes.</summary>
    [Id(1)]
    public MetricKind Kind { get; init; } = MetricKind.Mean;

    /// <summary>The metric's role in the decision.</summary>
    [Id(2)]
    public MetricRole Role { get; init; } = MetricRole.Primary;

    /// <summary>Gets whether higher values are better; false for latency and errors.</summary>
    [Id(3)]
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>The quantile of a <see cref="MetricKind.Quantile"/> metric, above 0 and below 1.</summary>
    [Id(4)]
    public double Quantile { get; init; } = 0.99;

    /// <summary>For a guardrail: the share of the control's value by which an arm may be worse, 0 to 0.99.</summary>
    [Id(5)]
    public double Margin { get; init; }

    /// <summary>The maximum that one user's outcome counts; above 0, at most 1e9.</summary>
    /// <remarks>A single wholesaler must not decide an experiment.</remarks>
    [Id(6)]
    public double Cap { get; init; } = 1e6;

    /// <summary>
    /// The events that are the metric's outcomes; null for a metric that the server measures (latency, errors).
    /// </summary>
    [Id(7)]
    public OutcomeDefinition? Outcome { get; init; }
}

/// <summary>The way a metric is computed from its users' outcomes.</summary>
[GenerateSerializer, Alias("Personalization.MetricKind")]
public enum MetricKind
{
    /// <summary>The mean per user (revenue per user).</summary>
    Mean = 0,

    /// <summary>
    /// The share of users with an outcome (conversion); 0 or 1 per user. Has an exact interval in addition to the
    /// asymptotic one.
    /// </summary>
    Proportion = 1,

    /// <summary>The sum of outcomes divided by the sum of bases (clicks per impression); users are the units.</summary>
    Ratio = 2,

    /// <summary>A quantile of one value per user (latency p99).</summary>
    Quantile = 3,
}

/// <summary>
/// The role of a metric in the decision. Each role has a separate correction for multiple comparisons.
/// </summary>
[GenerateSerializer, Alias("Personalization.MetricRole")]
public enum MetricRole
{
    /// <summary>Decides the experiment.</summary>
    Primary = 0,

    /// <summary>Explains the decision.</summary>
    Secondary = 1,

    /// <summary>Must not get worse by more than its margin.</summary>
    Guardrail = 2,
}
