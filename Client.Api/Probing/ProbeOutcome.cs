namespace Personalization.Client.Api.Probing;

/// <summary>The outcome of a probe.</summary>
internal enum ProbeOutcome
{
    /// <summary>The next list reflected the event.</summary>
    Seen,

    /// <summary>
    /// The event was acknowledged, but the next fresh list did not reflect it: the engine has a defect.
    /// </summary>
    Missed,

    /// <summary>The event was acknowledged, and a list came from a lower fallback level.</summary>
    Degraded,

    /// <summary>The event was not acknowledged, or no list was served.</summary>
    Failed,

    /// <summary>No probe ran, because no item or no live model exists.</summary>
    Idle,
}
