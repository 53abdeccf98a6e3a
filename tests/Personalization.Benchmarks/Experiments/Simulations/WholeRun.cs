namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>Of what one A/A experiment said something false at any look.</summary>
/// <param name="Primary">That a primary metric differs.</param>
/// <param name="Secondary">That a secondary metric differs.</param>
/// <param name="Guardrail">That a guardrail holds or is breached, the truth being exactly its margin.</param>
/// <param name="Split">That the split is not as planned.</param>
internal sealed record WholeRun(bool Primary, bool Secondary, bool Guardrail, bool Split);
