namespace Personalization.Engine.Exploration;

/// <summary>
/// The features of an item in a context for the reward model: a constant, the score relative to the best score of the
/// list, and a discount of the rank.
/// </summary>
public static class ActionFeatures
{
    /// <summary>The number of features.</summary>
    public const int Count = 3;

    /// <summary>The prior for rewards, which are 0 or 1 and mostly 0.</summary>
    public static readonly RewardPrior Prior = new(Noise: 0.3, Weight: 0.3, Intercept: 0.1);

    /// <summary>Returns the features of an item.</summary>
    /// <param name="score">The score of the item.</param>
    /// <param name="best">The score of the first item of the list.</param>
    /// <param name="rank">The rank of the item, from 0.</param>
    public static double[] Of(double score, double best, int rank) =>
    [1, best > 0 ? Math.Clamp(score / best, 0, 1) : 0, 1 / Math.Log2(rank + 2)];
}
