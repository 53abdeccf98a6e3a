namespace Personalization.Engine.Rollouts;

/// <summary>What a rollout does next.</summary>
public enum RolloutMove
{
    /// <summary>Nothing: it waits.</summary>
    Stay,

    /// <summary>Becomes a shadow.</summary>
    Shadow,

    /// <summary>Gives the version to a share of the users.</summary>
    Canary,

    /// <summary>Gives it to everybody.</summary>
    GoLive,

    /// <summary>Takes it back from everybody who had it.</summary>
    RollBack,

    /// <summary>Ends before anybody had it.</summary>
    Refuse,

    /// <summary>Ends without a word on the version.</summary>
    Stop,
}
