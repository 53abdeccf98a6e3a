namespace Personalization.Abstractions.Experiments;

/// <summary>The conclusion about an arm on a metric at this interim result.</summary>
[GenerateSerializer, Alias("Personalization.Verdict")]
public enum Verdict
{
    /// <summary>None yet.</summary>
    Open = 0,

    /// <summary>The arm is better than the control.</summary>
    Better = 1,

    /// <summary>The arm is worse than the control.</summary>
    Worse = 2,

    /// <summary>A guardrail: the arm is not worse than the margin allows.</summary>
    Holds = 3,

    /// <summary>A guardrail: the arm is worse than the margin allows.</summary>
    Breached = 4,
}
