namespace Personalization.Engine.Exploration;

/// <summary>What is believed of rewards before any was seen.</summary>
/// <param name="Noise">The standard deviation of a reward around its expectation, above 0.</param>
/// <param name="Weight">The standard deviation of a feature's weight around nought, above 0.</param>
/// <param name="Intercept">The standard deviation of an item's own intercept around nought, above 0: how much items differ beyond their features.</param>
public sealed record RewardPrior(double Noise, double Weight, double Intercept);
