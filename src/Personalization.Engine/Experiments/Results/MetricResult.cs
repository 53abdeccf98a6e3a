using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Experiments.Results;

/// <summary>What is known of one arm against the control on one metric. A null is not known yet.</summary>
public sealed record MetricResult
{
    /// <summary>The metric's name.</summary>
    public required string Metric { get; init; }

    /// <summary>The arm compared with the control.</summary>
    public required string Arm { get; init; }

    /// <summary>What the metric decides.</summary>
    public required MetricRole Role { get; init; }

    /// <summary>The method of the interval, for a person.</summary>
    public required string Method { get; init; }

    /// <summary>The probability that the interval ever misses, over all looks: alpha after correction for the other metrics and arms.</summary>
    public required double Level { get; init; }

    /// <summary>The metric's plain value in the control.</summary>
    public double? Control { get; init; }

    /// <summary>Its plain value in the arm.</summary>
    public double? Value { get; init; }

    /// <summary>The arm's value minus the control's, adjusted by the users' own past where there is one.</summary>
    public double? Difference { get; init; }

    /// <summary>Where the true difference lies.</summary>
    public Interval? Interval { get; init; }

    /// <summary>For a proportion: where it lies by the exact method, which needs no large numbers and is wider.</summary>
    public Interval? ExactInterval { get; init; }

    /// <summary>The difference as a share of the control's value.</summary>
    public double? Relative { get; init; }

    /// <summary>Where the true share lies.</summary>
    public Interval? RelativeInterval { get; init; }

    /// <summary>The probability, not corrected, of evidence ever as strong if there were no difference; valid at any stopping.</summary>
    public double? PValue { get; init; }

    /// <summary>The share of the variance that the adjustment by the users' own past took away.</summary>
    public double VarianceReduction { get; init; }

    /// <summary>What may be concluded.</summary>
    public Verdict Verdict { get; init; }
}
