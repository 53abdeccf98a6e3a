using Personalization.Benchmarks.Load;

namespace Personalization.Benchmarks.Cluster;

/// <summary>One rate tried.</summary>
/// <param name="Rate">Requests due a second.</param>
/// <param name="Report">What became of them.</param>
/// <param name="SiloCores">Processor cores the silos used together.</param>
/// <param name="ApiCores">Processor cores the API used.</param>
/// <param name="IsServed">Whether they were served as promised.</param>
internal sealed record ScaleTry(double Rate, LoadReport Report, double SiloCores, double ApiCores, bool IsServed);
