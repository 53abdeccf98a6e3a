namespace Personalization.Benchmarks.Quality.ColdItems;

/// <summary>How the benchmark is run.</summary>
/// <param name="Data">The data set's folder.</param>
/// <param name="Seeds">How many draws of cold items.</param>
/// <param name="Share">The share of the items that is cold.</param>
/// <param name="Threads">How many threads train.</param>
internal sealed record ColdItemsOptions(string Data, int Seeds, double Share, int Threads);
