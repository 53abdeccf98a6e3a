namespace Personalization.Engine.Exploration;

/// <summary>The prior of a <see cref="RewardModel"/>.</summary>
/// <param name="Noise">The standard deviation of a reward around its expected value, above 0.</param>
/// <param name="Weight">The standard deviation of the weight of a feature around 0, above 0.</param>
/// <param name="Intercept">The standard deviation of the intercept of an item around 0, above 0: how much items differ
/// beyond their features.</param>
public sealed record RewardPrior(double Noise, double Weight, double Intercept);
