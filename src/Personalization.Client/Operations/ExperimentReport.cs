namespace Personalization.Client.Operations;

/// <summary>The present results of an experiment. Valid at every interim analysis.</summary>
public sealed record ExperimentReport
{
    /// <summary>The name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The status.</summary>
    public string Status { get; init; } = string.Empty;

    /// <summary>The time up to which received events are included.</summary>
    public DateTimeOffset AsOf { get; init; }

    /// <summary>Whether the arms' shares of users differ from the plan. All results are invalid then.</summary>
    public bool IsMismatch { get; init; }

    /// <summary>The breached guardrails.</summary>
    public IReadOnlyList<GuardrailBreach> Breaches { get; init => field = value ?? []; } = [];

    /// <summary>The users of each arm, and each metric of each arm.</summary>
    public ExperimentResults Results { get; init => field = value ?? new(); } = new();
}

/// <summary>A breached guardrail.</summary>
/// <param name="Metric">The guardrail metric.</param>
/// <param name="Arm">The arm.</param>
public sealed record GuardrailBreach(string Metric, string Arm);

/// <summary>The users of each arm, the sample ratio test, and each metric of each arm.</summary>
public sealed record ExperimentResults
{
    /// <summary>The arms, the control first.</summary>
    public IReadOnlyList<ArmResult> Arms { get; init => field = value ?? []; } = [];

    /// <summary>The sample ratio test; null without users.</summary>
    public SampleRatio? SampleRatio { get; init; }

    /// <summary>The metrics for each arm except the control.</summary>
    public IReadOnlyList<MetricResult> Metrics { get; init => field = value ?? []; } = [];
}

/// <summary>The users of an arm.</summary>
/// <param name="Arm">The arm's name.</param>
/// <param name="Units">The number of exposed users.</param>
/// <param name="PlannedShare">The arm's planned share of the users, 0 to 1.</param>
public sealed record ArmResult(string Arm, long Units, double PlannedShare);

/// <summary>The result of the sample ratio test.</summary>
/// <param name="PValue">The probability of such shares by chance, at any time.</param>
/// <param name="IsMismatch">Whether the shares differ from the plan beyond chance.</param>
public sealed record SampleRatio(double? PValue, bool IsMismatch);

/// <summary>The comparison of one arm with the control on one metric. A null value is not known yet.</summary>
public sealed record MetricResult
{
    /// <summary>The metric.</summary>
    public string Metric { get; init; } = string.Empty;

    /// <summary>The arm.</summary>
    public string Arm { get; init; } = string.Empty;

    /// <summary><c>primary</c>, <c>secondary</c> or <c>guardrail</c>.</summary>
    public string Role { get; init; } = string.Empty;

    /// <summary>The name of the interval's method.</summary>
    public string? Method { get; init; }

    /// <summary>The probability that the interval ever misses the true value.</summary>
    public double Level { get; init; }

    /// <summary>The value in the control.</summary>
    public double? Control { get; init; }

    /// <summary>The value in the arm.</summary>
    public double? Value { get; init; }

    /// <summary>The arm's value minus the control's, adjusted.</summary>
    public double? Difference { get; init; }

    /// <summary>The interval of the true difference.</summary>
    public ValueInterval? Interval { get; init; }

    /// <summary>The difference as a share of the control's value.</summary>
    public double? Relative { get; init; }

    /// <summary>The interval of <see cref="Relative"/>.</summary>
    public ValueInterval? RelativeInterval { get; init; }

    /// <summary>The probability of such evidence without a difference; valid at any stopping time.</summary>
    public double? PValue { get; init; }

    /// <summary>The share of the variance that the adjustment removed, 0 to 1.</summary>
    public double VarianceReduction { get; init; }

    /// <summary><c>open</c>, <c>better</c>, <c>worse</c>, <c>holds</c> or <c>breached</c>.</summary>
    public string Verdict { get; init; } = "open";
}

/// <summary>A range of values that are consistent with the data.</summary>
/// <param name="Low">The least value; null for no bound.</param>
/// <param name="High">The greatest value; null for no bound.</param>
public sealed record ValueInterval(double? Low, double? High);
