namespace Personalization.Engine.Experiments.Exploration;

/// <summary>A <see cref="DrawLearner"/> as it is stored. Fields are only ever added.</summary>
public sealed class DrawLearnerState
{
    /// <summary>What was learnt.</summary>
    public RewardState Rewards { get; set; } = new();

    /// <summary>Draws that may still be rewarded, oldest first.</summary>
    public OpenDraw[] Open { get; set; } = [];
}
