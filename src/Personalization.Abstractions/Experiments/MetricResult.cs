namespace Personalization.Abstractions.Experiments;

/// <summary>
/// One arm compared with the control on one metric. Null stands for a figure that is not known yet. Immutable.
/// </summary>
[GenerateSerializer, Immutable, Alias("Personalization.MetricResult")]
public sealed record MetricResult
{
    /// <summary>The metric's name.</summary>
    [Id(0)]
    public required string Metric { get; init; }

    /// <summary>The arm compared with the control.</summary>
    [Id(1)]
    public required string Arm { get; init; }

    /// <summary>What the metric decides.</summary>
    [Id(2)]
    public required MetricRole Role { get; init; }

    /// <summary>The method of the interval, for a person.</summary>
    [Id(3)]
    public required string Method { get; init; }

    /// <summary>The probability that the interval ever misses, over all interim results.</summary>
    /// <remarks>Alpha after the correction for the other metrics and arms.</remarks>
    [Id(4)]
    public required double Level { get; init; }

    /// <summary>The metric's plain value in the control.</summary>
    [Id(5)]
    public double? Control { get; init; }

    /// <summary>Its plain value in the arm.</summary>
    [Id(6)]
    public double? Value { get; init; }

    /// <summary>The arm's value minus the control's, adjusted by the users' own past where there is one.</summary>
    [Id(7)]
    public double? Difference { get; init; }

    /// <summary>The interval of the true difference.</summary>
    [Id(8)]
    public Interval? Interval { get; init; }

    /// <summary>
    /// For a proportion: the interval by the exact method, which needs no large numbers and is wider.
    /// </summary>
    [Id(9)]
    public Interval? ExactInterval { get; init; }

    /// <summary>The difference as a share of the control's value.</summary>
    [Id(10)]
    public double? Relative { get; init; }

    /// <summary>The interval of the true share.</summary>
    [Id(11)]
    public Interval? RelativeInterval { get; init; }

    /// <summary>
    /// The probability, not corrected, of evidence ever as strong if there were no difference; valid at any stopping
    /// time.
    /// </summary>
    [Id(12)]
    public double? PValue { get; init; }

    /// <summary>The share of the variance that the adjustment by the users' own past removed.</summary>
    [Id(13)]
    public double VarianceReduction { get; init; }

    /// <summary>The conclusion.</summary>
    [Id(14)]
    public Verdict Verdict { get; init; }
}
