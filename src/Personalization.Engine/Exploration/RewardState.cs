namespace Personalization.Engine.Exploration;

/// <summary>A <see cref="RewardModel"/> as it is stored and sent. Fields are only ever added.</summary>
public sealed class RewardState
{
    /// <summary>The sums of products of features, row by row of the lower triangle.</summary>
    public double[] Products { get; set; } = [];

    /// <summary>The sums of features times reward.</summary>
    public double[] Rewarded { get; set; } = [];

    /// <summary>What is kept of each item.</summary>
    public ItemRewards[] Items { get; set; } = [];
}
