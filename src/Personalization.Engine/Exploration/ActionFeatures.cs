namespace Personalization.Engine.Exploration;

/// <summary>What the learner of rewards knows of an item in a context: a constant, how the ranker scored it against the list's best, and where the ranker put it.</summary>
public static class ActionFeatures
{
    /// <summary>How many there are.</summary>
    public const int Count = 3;

    /// <summary>What is believed of rewards, which are 0 or 1 and seldom, before any was seen.</summary>
    public static readonly RewardPrior Prior = new(Noise: 0.3, Weight: 0.3, Intercept: 0.1);

    /// <summary>The features of an item.</summary>
    /// <param name="score">Its score.</param>
    /// <param name="best">The score of the list's first item.</param>
    /// <param name="rank">Where the ranker put it, from 0.</param>
    public static double[] Of(double score, double best, int rank) => [1, best > 0 ? Math.Clamp(score / best, 0, 1) : 0, 1 / Math.Log2(rank + 2)];
}
