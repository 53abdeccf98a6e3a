namespace Personalization.Benchmarks.Cluster;

/// <summary>One number of silos under one kind of load.</summary>
/// <param name="Load">What was asked of them.</param>
/// <param name="Silos">How many silos.</param>
/// <param name="PerSecond">The highest rate that was served as promised: due requests, open loop.</param>
/// <param name="OfLinear">Over the rate of the smallest number of silos times their number.</param>
/// <param name="HalfP99Ms">p99 at half of that rate, open loop, from when a request was due.</param>
/// <param name="SiloCores">Processor cores the silos used together at the peak.</param>
/// <param name="OtherCores">Processor cores the API used at the peak.</param>
/// <param name="Failed">Requests that failed.</param>
/// <param name="NotFresh">The share of reads answered from a level below fresh at the peak, 0 to 1.</param>
internal sealed record ScaleFigures(
    string Load, int Silos, double PerSecond, double OfLinear, double HalfP99Ms, double SiloCores, double OtherCores,
    long Failed, double NotFresh);
