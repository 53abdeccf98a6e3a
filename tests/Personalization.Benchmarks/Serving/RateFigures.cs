namespace Personalization.Benchmarks.Serving;

/// <summary>A closed-loop figure: medians over the rounds.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="PerSecond">Operations a second; of batches, events.</param>
/// <param name="Lowest">The slowest round.</param>
/// <param name="Highest">The fastest round.</param>
/// <param name="P50Ms">Latency of a request.</param>
/// <param name="P99Ms">Latency of a request.</param>
/// <param name="AllocatedBytes">Managed bytes the server allocated per operation.</param>
/// <param name="ProcessorUs">Processor time of the server per operation.</param>
/// <param name="Errors">Requests answered with another status than expected.</param>
/// <param name="FirstError">The first of those answers.</param>
internal sealed record RateFigures(
    string Name, double PerSecond, double Lowest, double Highest, double P50Ms, double P99Ms, double AllocatedBytes,
    double ProcessorUs, long Errors, string? FirstError);
