namespace Personalization.Engine.Rollouts;

/// <summary>What a rollout does next, and why.</summary>
/// <param name="Move">What.</param>
/// <param name="Why">Why, in a sentence.</param>
/// <param name="Share">The share of all users who get the version then, 0 to 1.</param>
public readonly record struct RolloutDecision(RolloutMove Move, string Why, double Share = 0)
{
    /// <summary>Waits.</summary>
    public static RolloutDecision Stay(string why) => new(RolloutMove.Stay, why);
}
