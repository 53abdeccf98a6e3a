namespace Personalization.Engine.Rollouts;

/// <summary>The next step of a rollout, with the reason.</summary>
/// <param name="Move">The step.</param>
/// <param name="Why">The reason, in one sentence.</param>
/// <param name="Share">The share of all users with the version after the step, 0 to 1.</param>
public readonly record struct RolloutDecision(RolloutMove Move, string Why, double Share = 0)
{
    /// <summary>Creates a decision to wait.</summary>
    public static RolloutDecision Stay(string why) => new(RolloutMove.Stay, why);
}
