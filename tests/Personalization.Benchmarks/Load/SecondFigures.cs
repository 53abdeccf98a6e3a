namespace Personalization.Benchmarks.Load;

/// <summary>One second of a load.</summary>
/// <param name="Second">Counted from 0, after the warm-up.</param>
/// <param name="Reads">Reads served in it.</param>
/// <param name="Writes">Events and batches served in it.</param>
/// <param name="Failed">Requests that failed for good in it.</param>
/// <param name="FailedTries">Tries that failed in it.</param>
/// <param name="Acknowledged">Events acknowledged in it.</param>
/// <param name="ReadLatency">Of the reads due in it; null without any.</param>
/// <param name="WriteLatency">Of the events and batches due in it; null without any.</param>
internal sealed record SecondFigures(
    int Second,
    long Reads,
    long Writes,
    long Failed,
    long FailedTries,
    long Acknowledged,
    LatencyFigures? ReadLatency,
    LatencyFigures? WriteLatency);
