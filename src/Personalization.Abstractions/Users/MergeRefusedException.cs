namespace Personalization.Abstractions.Users;

/// <summary>
/// The exception that is thrown when two profiles cannot be merged; the message gives the reason. Nothing was changed.
/// </summary>
[GenerateSerializer, Alias("Personalization.MergeRefusedException")]
public sealed class MergeRefusedException : Exception
{
    /// <summary>Creates the exception with its standard message.</summary>
    public MergeRefusedException()
        : base("These profiles cannot be merged.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public MergeRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public MergeRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
