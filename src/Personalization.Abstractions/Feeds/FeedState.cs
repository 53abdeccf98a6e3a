namespace Personalization.Abstractions.Feeds;

/// <summary>How a feed's last pull ended. In every state the last good data is in force.</summary>
public enum FeedState
{
    /// <summary>It was never pulled to the end.</summary>
    Waiting = 0,

    /// <summary>The feed was whole and plausible, and is in force.</summary>
    Good = 1,

    /// <summary>It could not be fetched.</summary>
    Failing = 2,

    /// <summary>It was fetched and refused: the report says why.</summary>
    Quarantined = 3,
}
