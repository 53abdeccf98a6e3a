namespace Personalization.Benchmarks.Cluster;

/// <summary>The figures of one number of silos under one kind of load.</summary>
/// <param name="Load">The kind of load.</param>
/// <param name="Silos">The number of silos.</param>
/// <param name="PerSecond">Requests served per second at the highest rate that meets the requirements, open
/// loop.</param>
/// <param name="OfLinear">The rate divided by linear growth from the smallest number of silos; 1 is linear.</param>
/// <param name="HalfP99Ms">The p99 at half of that rate in an open loop, milliseconds, from the time a request was
/// due.</param>
/// <param name="SiloCores">Processor cores that all silos used together at the peak.</param>
/// <param name="OtherCores">Processor cores that the API used at the peak.</param>
/// <param name="Failed">Requests that failed.</param>
/// <param name="NotFresh">The share of reads answered from a fallback level below fresh at the peak, 0 to 1.</param>
internal sealed record ScaleFigures(
    string Load, int Silos, double PerSecond, double OfLinear, double HalfP99Ms, double SiloCores, double OtherCores,
    long Failed, double NotFresh);
