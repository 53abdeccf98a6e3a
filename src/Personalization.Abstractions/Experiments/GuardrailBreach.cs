namespace Personalization.Abstractions.Experiments;

/// <summary>A guardrail that an arm has breached: it is worse than the control by more than the margin, and that is no chance.</summary>
/// <param name="Metric">The guardrail.</param>
/// <param name="Arm">The arm.</param>
[GenerateSerializer, Immutable, Alias("Personalization.GuardrailBreach")]
public sealed record GuardrailBreach([property: Id(0)] string Metric, [property: Id(1)] string Arm);
