namespace Personalization.Abstractions.Stores;

/// <summary>
/// The exception that is thrown when a store is known to be unavailable: its circuit breaker is open. Nothing was
/// stored.
/// </summary>
public sealed class StoreUnavailableException : StoreRefusedException
{
    /// <summary>Creates the exception with its standard message.</summary>
    public StoreUnavailableException()
        : this("The store is unavailable; nothing was stored.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
