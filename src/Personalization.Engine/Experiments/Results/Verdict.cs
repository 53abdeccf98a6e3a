namespace Personalization.Engine.Experiments.Results;

/// <summary>What may be concluded of an arm on a metric at this look.</summary>
public enum Verdict
{
    /// <summary>Nothing yet.</summary>
    Open,

    /// <summary>The arm is better than the control.</summary>
    Better,

    /// <summary>The arm is worse than the control.</summary>
    Worse,

    /// <summary>A guardrail: the arm is not worse than the margin allows.</summary>
    Holds,

    /// <summary>A guardrail: the arm is worse than the margin allows.</summary>
    Breached,
}
