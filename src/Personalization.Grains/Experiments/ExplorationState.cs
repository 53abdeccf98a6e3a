using Personalization.Engine.Exploration;

namespace Personalization.Grains.Experiments;

/// <summary>
/// The stored state of the exploration grain: the log position and the rewards learned up to it. Fields are only ever
/// added.
/// </summary>
public sealed class ExplorationState
{
    /// <summary>The version of the stored format.</summary>
    public int Format { get; set; } = 1;

    /// <summary>The position of the last log record that was learned from.</summary>
    public long Position { get; set; }

    /// <summary>The learned rewards.</summary>
    public RewardLearnerState Learner { get; set; } = new();
}
