namespace Personalization.Benchmarks.Training;

/// <summary>The options of the training benchmark.</summary>
/// <param name="Events">Events of the first training.</param>
/// <param name="Users">Users of the log.</param>
/// <param name="Items">Items of the log.</param>
/// <param name="More">New events before the refresh, as a share of the events.</param>
/// <param name="Threads">The number of training threads.</param>
internal sealed record TrainingBenchmarkOptions(int Events, int Users, int Items, double More, int Threads);
