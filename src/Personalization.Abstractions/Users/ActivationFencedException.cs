namespace Personalization.Abstractions.Users;

/// <summary>The exception that is thrown when another activation of the same user has written to the log.</summary>
/// <remarks>The activation has shut down, and nothing of the call was stored.</remarks>
[GenerateSerializer, Alias("Personalization.ActivationFencedException")]
public sealed class ActivationFencedException : Exception
{
    /// <summary>Creates the exception with its standard message.</summary>
    public ActivationFencedException()
        : base("Another activation of this user wrote to the log first. Nothing of this call was stored; try again.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public ActivationFencedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public ActivationFencedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
