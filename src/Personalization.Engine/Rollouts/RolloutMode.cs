namespace Personalization.Engine.Rollouts;

/// <summary>How a trained version that passed its offline gate goes live.</summary>
public enum RolloutMode
{
    /// <summary>At once.</summary>
    Direct,

    /// <summary>By a rollout: compared with the live version, shadowed, then a growing share of the users.</summary>
    Staged,
}
