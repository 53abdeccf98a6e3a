namespace Personalization.Benchmarks.Reports;

/// <summary>Something that a benchmark needs is missing on this machine.</summary>
/// <param name="message">What is missing, as a sentence.</param>
internal sealed class CannotRunException(string message) : Exception(message)
{
    /// <summary>Throws when something is missing.</summary>
    /// <param name="missing">What is missing; null when nothing is.</param>
    public static void ThrowIf(string? missing)
    {
        if (missing is not null)
        {
            throw new CannotRunException($"Cannot run: {missing}.");
        }
    }
}
