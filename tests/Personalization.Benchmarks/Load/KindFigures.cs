namespace Personalization.Benchmarks.Load;

/// <summary>The figures of one kind of request.</summary>
/// <param name="Kind">The kind of request.</param>
/// <param name="Requests">Requests that were due.</param>
/// <param name="Served">Requests that were served, in time or late.</param>
/// <param name="Failed">Requests that were not served.</param>
/// <param name="PerSecond">Requests served per second, while requests were due.</param>
/// <param name="Latency">The latency from the time a request was due, of served requests and of requests without an
/// answer.</param>
/// <param name="Outcomes">The number of requests by last outcome.</param>
/// <param name="Curve">The latency at percentiles that approach 100.</param>
internal sealed record KindFigures(
    OperationKind Kind,
    long Requests,
    long Served,
    long Failed,
    double PerSecond,
    LatencyFigures Latency,
    IReadOnlyDictionary<string, long> Outcomes,
    IReadOnlyList<CurvePoint> Curve);
