namespace Personalization.Engine.Exploration;

/// <summary>
/// The stored and transferred state of a <see cref="RewardModel"/>. Fields may be added but never removed.
/// </summary>
public sealed class RewardState
{
    /// <summary>The sums of products of features, lower triangle, row-major.</summary>
    public double[] Products { get; set; } = [];

    /// <summary>The sums of features times reward.</summary>
    public double[] Rewarded { get; set; } = [];

    /// <summary>The statistics of each item.</summary>
    public ItemRewards[] Items { get; set; } = [];
}
