namespace Personalization.Benchmarks.Reports;

/// <summary>The exception for a benchmark whose prerequisite is missing on this machine.</summary>
/// <param name="message">The missing prerequisite, as a sentence.</param>
internal sealed class CannotRunException(string message) : Exception(message)
{
    /// <summary>Throws if a prerequisite is missing.</summary>
    /// <param name="missing">The missing prerequisite; null if none is missing.</param>
    public static void ThrowIf(string? missing)
    {
        if (missing is not null)
        {
            throw new CannotRunException($"Cannot run: {missing}.");
        }
    }
}
