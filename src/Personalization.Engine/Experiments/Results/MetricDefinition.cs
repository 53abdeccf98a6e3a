using Personalization.Engine.Experiments.Attribution;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Experiments.Results;

/// <summary>One metric of an experiment.</summary>
public sealed record MetricDefinition
{
    /// <summary>Its name, unique in the experiment; the key of its statistics.</summary>
    public required string Name { get; init; }

    /// <summary>What it is of its users' outcomes.</summary>
    public MetricKind Kind { get; init; } = MetricKind.Mean;

    /// <summary>What it decides.</summary>
    public MetricRole Role { get; init; } = MetricRole.Primary;

    /// <summary>Whether more is better; false for latency and errors.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>For <see cref="MetricKind.Quantile"/>: which, above 0 and below 1.</summary>
    public double Quantile { get; init; } = 0.99;

    /// <summary>For a guardrail: by which share of the control's value an arm may be worse, 0 to below 1.</summary>
    public double Margin { get; init; }

    /// <summary>A user's outcome counts at most this: one wholesaler must not decide an experiment. Above 0, at most <see cref="Moments.MaxValue"/>.</summary>
    public double Cap { get; init; } = 1e6;

    /// <summary>Which events are its outcomes; null for a metric the server measures itself (latency, errors).</summary>
    public OutcomeDefinition? Outcome { get; init; }
}
