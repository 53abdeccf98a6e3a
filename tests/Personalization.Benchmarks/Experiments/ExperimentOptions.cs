namespace Personalization.Benchmarks.Experiments;

/// <summary>The options of the experiment benchmark.</summary>
/// <param name="Data">The folder with <c>cookie_cats.csv</c>, or the file; null to omit it.</param>
/// <param name="Runs">The number of simulated experiments of each kind; 0 omits the simulations.</param>
/// <param name="Looks">The number of interim analyses per experiment.</param>
/// <param name="Seed">The seed of the random numbers.</param>
internal sealed record ExperimentOptions(string? Data, int Runs, int Looks, int Seed);
