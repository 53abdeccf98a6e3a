namespace Personalization.Engine.Evaluation.OffPolicy;

/// <summary>An item that the logging policy drew, its reward, and the probabilities of both policies.</summary>
/// <param name="Group">The resampling unit. Draws of one list or one user are not independent.</param>
/// <param name="Reward">The reward.</param>
/// <param name="Propensity">The probability that the logging policy draws this item, above 0.</param>
/// <param name="TargetPropensity">The probability that the evaluated policy draws this item.</param>
/// <param name="Features">The features of the drawn item in its context.</param>
/// <param name="ExpectedFeatures">The mean features over all items, weighted by the evaluated policy.</param>
public sealed record LoggedDecision(
    int Group, double Reward, double Propensity, double TargetPropensity, double[] Features, double[] ExpectedFeatures);
