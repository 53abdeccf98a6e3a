namespace Personalization.Abstractions.Stores;

/// <summary>
/// The exception that is thrown when a store refuses a call to protect itself. The call failed at once and nothing was
/// stored.
/// </summary>
/// <remarks>Callers do not retry at once. A retry after a second can succeed.</remarks>
public abstract class StoreRefusedException : IOException
{
    /// <summary>Creates the exception.</summary>
    protected StoreRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    protected StoreRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
