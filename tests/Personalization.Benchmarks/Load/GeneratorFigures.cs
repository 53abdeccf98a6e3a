namespace Personalization.Benchmarks.Load;

/// <summary>The figures of the load generator itself.</summary>
/// <param name="OwnLag">The delay of requests for which a connection was free.</param>
/// <param name="ConnectionWait">The time that requests waited for a free connection.</param>
/// <param name="ProcessorUs">Processor time of the generator per try, microseconds.</param>
/// <param name="BusyShare">Processor time of the generator divided by its workers' time, 0 to 1.</param>
/// <param name="WasBottleneck">Whether the generator limited the measured rates.</param>
/// <param name="Verdict">This conclusion in a sentence.</param>
internal sealed record GeneratorFigures(
    LatencyFigures OwnLag,
    LatencyFigures ConnectionWait,
    double ProcessorUs,
    double BusyShare,
    bool WasBottleneck,
    string Verdict);
