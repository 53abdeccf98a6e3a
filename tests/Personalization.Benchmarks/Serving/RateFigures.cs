namespace Personalization.Benchmarks.Serving;

/// <summary>The figures of a closed loop, with medians over the rounds.</summary>
/// <param name="Name">The name of the target.</param>
/// <param name="PerSecond">Operations per second; for batches, events per second.</param>
/// <param name="Lowest">The rate of the slowest round.</param>
/// <param name="Highest">The rate of the fastest round.</param>
/// <param name="P50Ms">The median latency of a request, milliseconds.</param>
/// <param name="P99Ms">The 99th percentile of the latency of a request, milliseconds.</param>
/// <param name="AllocatedBytes">Managed bytes the server allocated per operation.</param>
/// <param name="ProcessorUs">Processor time of the server per operation, microseconds.</param>
/// <param name="Errors">Requests answered with an unexpected status.</param>
/// <param name="FirstError">The first of these answers; null without errors.</param>
internal sealed record RateFigures(
    string Name, double PerSecond, double Lowest, double Highest, double P50Ms, double P99Ms, double AllocatedBytes,
    double ProcessorUs, long Errors, string? FirstError);
