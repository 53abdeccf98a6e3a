using Personalization.Benchmarks.Load;

namespace Personalization.Benchmarks.Cluster;

/// <summary>The result of one tried rate.</summary>
/// <param name="Rate">Requests due per second.</param>
/// <param name="Report">The report of the load.</param>
/// <param name="SiloCores">Processor cores that all silos used together.</param>
/// <param name="ApiCores">Processor cores that the API used.</param>
/// <param name="IsServed">Whether the load fulfilled the requirements.</param>
internal sealed record ScaleTry(double Rate, LoadReport Report, double SiloCores, double ApiCores, bool IsServed);
