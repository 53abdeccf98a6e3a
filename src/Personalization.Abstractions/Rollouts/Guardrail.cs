namespace Personalization.Abstractions.Rollouts;

/// <summary>One thing a version must not make worse, at a look.</summary>
/// <param name="Name"><c>conversion</c>, <c>split</c>, <c>errors</c>, <c>rung</c>, <c>p99</c>, <c>diversity</c> or <c>coverage</c>.</param>
/// <param name="Live">Its value with the live version; null while there is none.</param>
/// <param name="Value">Its value with the new version; null while there is none.</param>
/// <param name="Verdict">What it says.</param>
/// <param name="Why">In a sentence: the figures and what is tolerated.</param>
[GenerateSerializer, Immutable, Alias("Personalization.Guardrail")]
public sealed record Guardrail(
    [property: Id(0)] string Name, [property: Id(1)] double? Live, [property: Id(2)] double? Value, [property: Id(3)] GuardrailVerdict Verdict, [property: Id(4)] string Why);
