namespace Personalization.Abstractions.Users;

/// <summary>An activation found that another one of the same user had written to the log: it has given up, and nothing of the call was stored.</summary>
[GenerateSerializer, Alias("Personalization.ActivationFencedException")]
public sealed class ActivationFencedException : Exception
{
    /// <summary>Makes the exception with its standard message.</summary>
    public ActivationFencedException()
        : base("Another activation of this user wrote to the log first. Nothing of this call was stored; try again.")
    {
    }

    /// <summary>Makes the exception.</summary>
    public ActivationFencedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public ActivationFencedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
