namespace Personalization.Engine.Exploration;

/// <summary>The stored and transferred statistics of one item in a reward model.</summary>
/// <param name="Item">The id of the item.</param>
/// <param name="Count">The number of draws.</param>
/// <param name="Rewards">The sum of the rewards of the draws.</param>
/// <param name="Features">The sum of the feature vectors of the draws.</param>
public sealed record ItemRewards(string Item, double Count, double Rewards, double[] Features);
