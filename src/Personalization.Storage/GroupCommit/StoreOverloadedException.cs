namespace Personalization.Storage.GroupCommit;

/// <summary>Too many writes wait already: this one was refused at once and nothing of it was stored.</summary>
public sealed class StoreOverloadedException : IOException
{
    /// <summary>Makes one.</summary>
    public StoreOverloadedException()
        : this("The store is overloaded.")
    {
    }

    /// <summary>Makes one with a message of its own.</summary>
    public StoreOverloadedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a cause.</summary>
    public StoreOverloadedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
