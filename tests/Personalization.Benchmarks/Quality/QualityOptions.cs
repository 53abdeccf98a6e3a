namespace Personalization.Benchmarks.Quality;

/// <summary>The options of the quality benchmark.</summary>
/// <param name="Protocol">The protocol's name.</param>
/// <param name="Data">The folder with its files.</param>
/// <param name="Model">Only rankers whose name contains this; null for all.</param>
/// <param name="Part">The part asked about, test or valid.</param>
/// <param name="Seeds">How many seeds to average over.</param>
/// <param name="Threads">How many threads train and rank.</param>
/// <param name="WithoutRanker">Whether the engine is trained without its trained ranker: the blend ranks.</param>
internal sealed record QualityOptions(
    string Protocol, string Data, string? Model, string Part, int Seeds, int Threads, bool WithoutRanker);
