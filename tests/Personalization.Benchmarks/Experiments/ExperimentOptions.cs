namespace Personalization.Benchmarks.Experiments;

/// <summary>What the experiment benchmark is asked to do.</summary>
/// <param name="Data">The folder with <c>cookie_cats.csv</c>; null to leave it out.</param>
/// <param name="Runs">How many experiments of each kind are simulated; 0 leaves the simulations out.</param>
/// <param name="Looks">How often each is looked at.</param>
/// <param name="Seed">What chance is seeded with.</param>
/// <param name="Markdown">Where to write the tables; null for nowhere.</param>
/// <param name="Picture">Where to write the interval over the looks as SVG; null for nowhere.</param>
internal sealed record ExperimentOptions(string? Data, int Runs, int Looks, int Seed, string? Markdown, string? Picture);
