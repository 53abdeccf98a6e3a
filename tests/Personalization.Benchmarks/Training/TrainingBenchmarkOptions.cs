namespace Personalization.Benchmarks.Training;

/// <summary>How the benchmark is run.</summary>
/// <param name="Events">How many events the first training has.</param>
/// <param name="Users">Of so many users.</param>
/// <param name="Items">On so many items.</param>
/// <param name="More">So many more, as a share, before the refresh.</param>
/// <param name="Threads">How many threads train.</param>
/// <param name="Json">Takes the figures; null for no file.</param>
/// <param name="Markdown">Takes the tables; null for no file.</param>
internal sealed record TrainingBenchmarkOptions(int Events, int Users, int Items, double More, int Threads, string? Json, string? Markdown);
