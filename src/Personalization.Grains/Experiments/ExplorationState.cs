using Personalization.Engine.Exploration;

namespace Personalization.Grains.Experiments;

/// <summary>What the exploration grain stores: how far the log was read, and what was learnt up to there, written as one. Fields are only ever added.</summary>
public sealed class ExplorationState
{
    /// <summary>The format this was written in.</summary>
    public int Format { get; set; } = 1;

    /// <summary>The position of the last log record that was learnt from.</summary>
    public long Position { get; set; }

    /// <summary>What was learnt.</summary>
    public RewardLearnerState Learner { get; set; } = new();
}
