namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>The kinds of false conclusions of one A/A experiment, at any interim analysis.</summary>
/// <param name="Primary">Whether a primary metric was found to differ.</param>
/// <param name="Secondary">Whether a secondary metric was found to differ.</param>
/// <param name="Guardrail">Whether a guardrail was found to hold or to be breached, although the true value equals its
/// margin.</param>
/// <param name="Split">Whether a sample ratio mismatch was found.</param>
internal sealed record WholeRun(bool Primary, bool Secondary, bool Guardrail, bool Split);
