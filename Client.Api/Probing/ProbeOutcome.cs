namespace Personalization.Client.Api.Probing;

/// <summary>How a round of the synthetic visitor ended.</summary>
internal enum ProbeOutcome
{
    /// <summary>The next list reflected the event.</summary>
    Seen,

    /// <summary>
    /// The event was acknowledged, and the next list, said to be fresh, did not reflect it: the engine is wrong.
    /// </summary>
    Missed,

    /// <summary>The event was acknowledged, and the next list came from a lower level, which said so.</summary>
    Degraded,

    /// <summary>The event was not acknowledged, or no list came.</summary>
    Failed,

    /// <summary>There is nothing to recommend, or no model is live yet: nothing was tried.</summary>
    Idle,
}
