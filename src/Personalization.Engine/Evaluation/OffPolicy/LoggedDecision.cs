namespace Personalization.Engine.Evaluation.OffPolicy;

/// <summary>One item that a logging policy drew, what came of it, and what the policy to be judged would have done.</summary>
/// <param name="Group">What resampling keeps together: draws of one list or one user are not independent.</param>
/// <param name="Reward">What came of it.</param>
/// <param name="Propensity">The probability with which the logging policy drew this item, above 0.</param>
/// <param name="TargetPropensity">The probability with which the judged policy would have drawn it.</param>
/// <param name="Features">The features of the drawn item in its context.</param>
/// <param name="ExpectedFeatures">The features' mean over the items the judged policy might have drawn in this context, by its probabilities.</param>
public sealed record LoggedDecision(int Group, double Reward, double Propensity, double TargetPropensity, double[] Features, double[] ExpectedFeatures);
