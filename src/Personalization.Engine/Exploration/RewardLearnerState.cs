namespace Personalization.Engine.Exploration;

/// <summary>The stored state of a <see cref="RewardLearner"/>. Fields may be added but never removed.</summary>
public sealed class RewardLearnerState
{
    /// <summary>The learned statistics.</summary>
    public RewardState Rewards { get; set; } = new();

    /// <summary>The explored items that can still get a reward, oldest first.</summary>
    public PendingAction[] Open { get; set; } = [];
}
