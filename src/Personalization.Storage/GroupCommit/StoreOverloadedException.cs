using Personalization.Abstractions.Stores;

namespace Personalization.Storage.GroupCommit;

/// <summary>The store rejected a write because too many writes are waiting; nothing was stored.</summary>
public sealed class StoreOverloadedException : StoreRefusedException
{
    /// <summary>Creates the exception with a default message.</summary>
    public StoreOverloadedException()
        : this("The store is overloaded.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public StoreOverloadedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public StoreOverloadedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
