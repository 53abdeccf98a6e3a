namespace Personalization.Engine.Experiments.Results;

/// <summary>What a metric decides. Each role has its own correction for there being several; see <see cref="ExperimentAnalyst"/>.</summary>
public enum MetricRole
{
    /// <summary>Decides the experiment.</summary>
    Primary,

    /// <summary>Explains it.</summary>
    Secondary,

    /// <summary>Must not get worse by more than its margin.</summary>
    Guardrail,
}
