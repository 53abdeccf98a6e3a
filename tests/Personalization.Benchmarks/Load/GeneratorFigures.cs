namespace Personalization.Benchmarks.Load;

/// <summary>How the generator itself did.</summary>
/// <param name="OwnLag">How late it was with requests for which a connection was free.</param>
/// <param name="ConnectionWait">How long requests waited for a free connection.</param>
/// <param name="ProcessorUs">Its processor time for each try.</param>
/// <param name="BusyShare">Its processor time as a share of its workers' time.</param>
/// <param name="WasBottleneck">Whether it limited what was measured.</param>
/// <param name="Verdict">The same in a sentence.</param>
internal sealed record GeneratorFigures(
    LatencyFigures OwnLag,
    LatencyFigures ConnectionWait,
    double ProcessorUs,
    double BusyShare,
    bool WasBottleneck,
    string Verdict);
