using System.Collections.Immutable;

namespace Personalization.Abstractions.Experiments;

/// <summary>The results of an experiment at one time. Immutable.</summary>
/// <remarks>
/// Valid at every time. Frequent interim results do not raise the error rate, and an experiment may be stopped because
/// of one.
/// </remarks>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentResults")]
public sealed record ExperimentResults
{
    /// <summary>The arms, the control first.</summary>
    [Id(0)]
    public required ImmutableArray<ArmResult> Arms { get; init; }

    /// <summary>The result of the sample ratio test.</summary>
    [Id(1)]
    public required SampleRatioResult SampleRatio { get; init; }

    /// <summary>The results of each metric for each arm except the control, in the order of the metrics.</summary>
    [Id(2)]
    public required ImmutableArray<MetricResult> Metrics { get; init; }

    /// <summary>Gets the breached guardrails. Each justifies a rollback.</summary>
    public IEnumerable<MetricResult> Breaches() => Metrics.Where(metric => metric.Verdict == Verdict.Breached);

    /// <summary>Gets the result of a metric for an arm.</summary>
    /// <exception cref="InvalidOperationException">The metric or the arm does not exist.</exception>
    public MetricResult Of(string metric, string arm) =>
        Metrics.Single(result => result.Metric == metric && result.Arm == arm);
}

/// <summary>The users of an arm. Immutable.</summary>
/// <param name="Arm">The arm's name.</param>
/// <param name="Units">The number of exposed users.</param>
/// <param name="PlannedShare">The arm's planned share of the experiment's users, 0 to 1.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ArmResult")]
public sealed record ArmResult(
    [property: Id(0)] string Arm,
    [property: Id(1)] long Units,
    [property: Id(2)] double PlannedShare);

/// <summary>
/// The result of the sample ratio test: whether the arms got their planned shares of users. Immutable.
/// </summary>
/// <param name="LogEvidence">The logarithm of the evidence against the planned shares.</param>
/// <param name="PValue">
/// The probability of evidence at least as strong, at any time, if the shares were as planned.
/// </param>
/// <param name="IsMismatch">
/// Whether the evidence is too strong to be chance. All results of the experiment are invalid then.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.SampleRatioResult")]
public sealed record SampleRatioResult(
    [property: Id(0)] double LogEvidence,
    [property: Id(1)] double PValue,
    [property: Id(2)] bool IsMismatch);

/// <summary>
/// The comparison of one arm with the control on one metric. A null value is not known yet. Immutable.
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

    /// <summary>The metric's role in the decision.</summary>
    [Id(2)]
    public required MetricRole Role { get; init; }

    /// <summary>The name of the interval's method, for a person.</summary>
    [Id(3)]
    public required string Method { get; init; }

    /// <summary>The probability that the interval ever misses the true value, over all interim results.</summary>
    /// <remarks>This is alpha, corrected for the other metrics and arms.</remarks>
    [Id(4)]
    public required double Level { get; init; }

    /// <summary>The metric's unadjusted value in the control.</summary>
    [Id(5)]
    public double? Control { get; init; }

    /// <summary>The metric's unadjusted value in the arm.</summary>
    [Id(6)]
    public double? Value { get; init; }

    /// <summary>
    /// The arm's value minus the control's, adjusted by the users' values before the experiment where they exist
    /// (CUPED).
    /// </summary>
    [Id(7)]
    public double? Difference { get; init; }

    /// <summary>The interval of the true difference.</summary>
    [Id(8)]
    public Interval? Interval { get; init; }

    /// <summary>
    /// For a proportion: the interval by the exact method, which is valid for any number of users and wider.
    /// </summary>
    [Id(9)]
    public Interval? ExactInterval { get; init; }

    /// <summary>The difference as a share of the control's value.</summary>
    [Id(10)]
    public double? Relative { get; init; }

    /// <summary>The interval of <see cref="Relative"/>.</summary>
    [Id(11)]
    public Interval? RelativeInterval { get; init; }

    /// <summary>
    /// The probability of evidence at least as strong, at any time, if there were no difference. Not corrected for
    /// multiple comparisons; valid at any stopping time.
    /// </summary>
    [Id(12)]
    public double? PValue { get; init; }

    /// <summary>The share of the variance that the adjustment removed, 0 to 1.</summary>
    [Id(13)]
    public double VarianceReduction { get; init; }

    /// <summary>The conclusion.</summary>
    [Id(14)]
    public Verdict Verdict { get; init; }
}

/// <summary>The conclusion about an arm on a metric at an interim analysis.</summary>
[GenerateSerializer, Alias("Personalization.Verdict")]
public enum Verdict
{
    /// <summary>No conclusion yet.</summary>
    Open = 0,

    /// <summary>The arm is better than the control.</summary>
    Better = 1,

    /// <summary>The arm is worse than the control.</summary>
    Worse = 2,

    /// <summary>For a guardrail: the arm is not worse than the margin allows.</summary>
    Holds = 3,

    /// <summary>For a guardrail: the arm is worse than the margin allows.</summary>
    Breached = 4,
}
