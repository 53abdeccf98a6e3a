namespace Personalization.Benchmarks.Load;

/// <summary>The figures of one second of a load.</summary>
/// <param name="Second">The number of the second after the warm-up, from 0.</param>
/// <param name="Reads">Reads served in this second.</param>
/// <param name="Writes">Events and batches served in this second.</param>
/// <param name="Failed">Requests that failed finally in this second.</param>
/// <param name="FailedTries">Tries that failed in this second.</param>
/// <param name="Acknowledged">Events acknowledged in this second.</param>
/// <param name="ReadLatency">The latency of the reads that were due in this second; null without reads.</param>
/// <param name="WriteLatency">The latency of the events and batches that were due in this second; null without
/// writes.</param>
internal sealed record SecondFigures(
    int Second,
    long Reads,
    long Writes,
    long Failed,
    long FailedTries,
    long Acknowledged,
    LatencyFigures? ReadLatency,
    LatencyFigures? WriteLatency);
