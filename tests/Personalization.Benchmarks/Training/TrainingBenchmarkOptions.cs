namespace Personalization.Benchmarks.Training;

/// <summary>How the benchmark is run.</summary>
/// <param name="Events">How many events the first training has.</param>
/// <param name="Users">Of so many users.</param>
/// <param name="Items">On so many items.</param>
/// <param name="More">So many more, as a share, before the refresh.</param>
/// <param name="Threads">How many threads train.</param>
internal sealed record TrainingBenchmarkOptions(int Events, int Users, int Items, double More, int Threads);
