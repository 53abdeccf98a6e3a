namespace Personalization.Engine.Rollouts;

/// <summary>The next step of a rollout.</summary>
public enum RolloutMove
{
    /// <summary>Waits.</summary>
    Stay,

    /// <summary>Starts the shadow stage.</summary>
    Shadow,

    /// <summary>Gives the version to a share of the users.</summary>
    Canary,

    /// <summary>Gives the version to all users.</summary>
    GoLive,

    /// <summary>Takes the version back from its users.</summary>
    RollBack,

    /// <summary>Ends the rollout before any user got the version.</summary>
    Refuse,

    /// <summary>Ends the rollout without a result.</summary>
    Stop,
}
