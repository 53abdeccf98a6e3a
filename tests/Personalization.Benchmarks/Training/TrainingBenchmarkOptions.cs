namespace Personalization.Benchmarks.Training;

/// <summary>How the benchmark is run.</summary>
/// <param name="Events">How many events the first training has.</param>
/// <param name="Users">Users of the log.</param>
/// <param name="Items">Items of the log.</param>
/// <param name="More">New events before the refresh, as a share of the events.</param>
/// <param name="Threads">How many threads train.</param>
internal sealed record TrainingBenchmarkOptions(int Events, int Users, int Items, double More, int Threads);
