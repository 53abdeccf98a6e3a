namespace Personalization.Abstractions.Rollouts;

/// <summary>What a guardrail says at a look.</summary>
[GenerateSerializer, Alias("Personalization.GuardrailVerdict")]
public enum GuardrailVerdict
{
    /// <summary>Nothing yet: too little was seen.</summary>
    Open = 0,

    /// <summary>The version is not worse than is tolerated, beyond chance.</summary>
    Holds = 1,

    /// <summary>The version is worse than is tolerated, beyond chance.</summary>
    Breached = 2,
}
