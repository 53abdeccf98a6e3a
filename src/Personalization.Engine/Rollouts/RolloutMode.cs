namespace Personalization.Engine.Rollouts;

/// <summary>How a trained version that passed its promotion gate goes live.</summary>
public enum RolloutMode
{
    /// <summary>The version goes live at once.</summary>
    Direct,

    /// <summary>
    /// By a rollout: a comparison with the live version, a shadow stage, then a growing share of the users.
    /// </summary>
    Staged,
}
