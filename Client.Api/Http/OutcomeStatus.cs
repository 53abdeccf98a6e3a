namespace Personalization.Client.Api.Http;

/// <summary>The result of one event.</summary>
internal enum OutcomeStatus
{
    /// <summary>Durably stored and applied.</summary>
    Accepted,

    /// <summary>Already stored; nothing changed.</summary>
    Duplicate,

    /// <summary>Invalid. A retry gives the same result.</summary>
    Rejected,

    /// <summary>The store did not accept the event. Send it again.</summary>
    Unavailable,
}
