namespace Personalization.Benchmarks.Experiments;

/// <summary>The options of the experiment benchmark.</summary>
/// <param name="Data">The folder with <c>cookie_cats.csv</c>, or the file; null to leave it out.</param>
/// <param name="Runs">How many experiments of each kind are simulated; 0 leaves the simulations out.</param>
/// <param name="Looks">How often each is looked at.</param>
/// <param name="Seed">What chance is seeded with.</param>
internal sealed record ExperimentOptions(string? Data, int Runs, int Looks, int Seed);
