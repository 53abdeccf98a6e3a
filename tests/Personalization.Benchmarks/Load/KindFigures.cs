namespace Personalization.Benchmarks.Load;

/// <summary>The result for one kind of request.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Requests">Requests that were due.</param>
/// <param name="Served">Those that got what they asked for, however late.</param>
/// <param name="Failed">Those that did not.</param>
/// <param name="PerSecond">Served a second, while requests were due.</param>
/// <param name="Latency">From when a request was due; of served requests and of those given up for lack of an
/// answer.</param>
/// <param name="Outcomes">How often each outcome was a request's last.</param>
/// <param name="Curve">The latency at percentiles that come ever closer to 100.</param>
internal sealed record KindFigures(
    OperationKind Kind,
    long Requests,
    long Served,
    long Failed,
    double PerSecond,
    LatencyFigures Latency,
    IReadOnlyDictionary<string, long> Outcomes,
    IReadOnlyList<CurvePoint> Curve);
