namespace Personalization.Engine.Exploration;

/// <summary>What a reward model keeps of one item, as it is stored and sent.</summary>
/// <param name="Item">The item's id.</param>
/// <param name="Count">How many draws were seen.</param>
/// <param name="Rewards">The sum of their rewards.</param>
/// <param name="Features">The sum of the features they were seen with.</param>
public sealed record ItemRewards(string Item, double Count, double Rewards, double[] Features);
