namespace Personalization.Benchmarks.Serving;

/// <summary>Latencies at a rate that does not wait for the server, counted from when a request was due.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="PerSecond">Requests due a second.</param>
/// <param name="Achieved">Requests served a second.</param>
/// <param name="P50Ms">Latency.</param>
/// <param name="P99Ms">Latency.</param>
/// <param name="P999Ms">Latency.</param>
/// <param name="MaxMs">Latency.</param>
/// <param name="Errors">Requests answered with another status than expected.</param>
internal sealed record OpenLoopFigures(
    string Name,
    double PerSecond,
    double Achieved,
    double P50Ms,
    double P99Ms,
    double P999Ms,
    double MaxMs,
    long Errors);
