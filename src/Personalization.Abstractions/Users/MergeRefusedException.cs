namespace Personalization.Abstractions.Users;

/// <summary>Two profiles cannot be merged; the message says why. Nothing was changed.</summary>
[GenerateSerializer, Alias("Personalization.MergeRefusedException")]
public sealed class MergeRefusedException : Exception
{
    /// <summary>Makes the exception with its standard message.</summary>
    public MergeRefusedException()
        : base("These profiles cannot be merged.")
    {
    }

    /// <summary>Makes the exception.</summary>
    public MergeRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public MergeRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
