namespace Personalization.Abstractions.Rollouts;

/// <summary>Where a rollout stands. The first three go on, the others are ends.</summary>
[GenerateSerializer, Alias("Personalization.RolloutStage")]
public enum RolloutStage
{
    /// <summary>The version is compared with the live one on what is known before anybody meets it.</summary>
    Gate = 0,

    /// <summary>A part of the lists is ranked by the version too, and never shown.</summary>
    Shadow = 1,

    /// <summary>A growing share of the users gets the version's lists, another share just as large is measured beside it.</summary>
    Canary = 2,

    /// <summary>Passed everything: the version serves everybody.</summary>
    Live = 3,

    /// <summary>Users had met the version, and nobody does any more.</summary>
    RolledBack = 4,

    /// <summary>Did not pass the gate or the shadow: no user ever met it.</summary>
    Refused = 5,

    /// <summary>Ended by a person, or because another version went live: nothing is said about the version.</summary>
    Stopped = 6,
}
