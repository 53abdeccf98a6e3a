namespace Personalization.Benchmarks.Quality;

/// <summary>The options of the quality benchmark.</summary>
/// <param name="Protocol">The name of the protocol.</param>
/// <param name="Data">The folder with the files.</param>
/// <param name="Model">A part of the names of the rankers to measure; null for all.</param>
/// <param name="Part">The evaluated part: test, valid or strict.</param>
/// <param name="Seeds">The number of seeds to average over.</param>
/// <param name="Threads">The number of threads that train and rank.</param>
/// <param name="WithoutRanker">Whether the engine is trained without its trained ranker, so that the blend
/// ranks.</param>
internal sealed record QualityOptions(
    string Protocol, string Data, string? Model, string Part, int Seeds, int Threads, bool WithoutRanker);
