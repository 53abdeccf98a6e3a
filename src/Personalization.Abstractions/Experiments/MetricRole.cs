namespace Personalization.Abstractions.Experiments;

/// <summary>What a metric decides. Each role has its own correction for multiple comparisons.</summary>
[GenerateSerializer, Alias("Personalization.MetricRole")]
public enum MetricRole
{
    /// <summary>Decides the experiment.</summary>
    Primary = 0,

    /// <summary>Explains it.</summary>
    Secondary = 1,

    /// <summary>Must not get worse by more than its margin.</summary>
    Guardrail = 2,
}
