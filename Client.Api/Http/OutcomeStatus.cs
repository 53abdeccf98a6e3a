namespace Personalization.Client.Api.Http;

/// <summary>What a client is told about one event.</summary>
internal enum OutcomeStatus
{
    /// <summary>Durably stored and applied.</summary>
    Accepted,

    /// <summary>Known already; nothing changed.</summary>
    Duplicate,

    /// <summary>Invalid; sending it again will not help.</summary>
    Rejected,

    /// <summary>The store did not take it; send it again.</summary>
    Unavailable,
}
