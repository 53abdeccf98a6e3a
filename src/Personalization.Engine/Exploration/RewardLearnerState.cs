namespace Personalization.Engine.Exploration;

/// <summary>A <see cref="RewardLearner"/> as it is stored. Fields are only ever added.</summary>
public sealed class RewardLearnerState
{
    /// <summary>What was learnt.</summary>
    public RewardState Rewards { get; set; } = new();

    /// <summary>Draws that may still be rewarded, oldest first.</summary>
    public PendingAction[] Open { get; set; } = [];
}
