namespace Personalization.Benchmarks.Quality.ColdItems;

/// <summary>The options of the cold-start benchmark.</summary>
/// <param name="Data">The folder of the data set.</param>
/// <param name="Seeds">The number of draws of cold items.</param>
/// <param name="Share">The share of cold items, 0 to 1.</param>
/// <param name="Threads">The number of training threads.</param>
internal sealed record ColdItemsOptions(string Data, int Seeds, double Share, int Threads);
