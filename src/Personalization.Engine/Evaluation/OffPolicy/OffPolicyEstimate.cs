using Personalization.Abstractions.Experiments;


namespace Personalization.Engine.Evaluation.OffPolicy;

/// <summary>One estimator's answer.</summary>
/// <param name="Value">The mean reward a draw the judged policy would have had.</param>
/// <param name="Interval">Where it lies, by bootstrap.</param>
public sealed record OffPolicyEstimate(double Value, Interval Interval);
