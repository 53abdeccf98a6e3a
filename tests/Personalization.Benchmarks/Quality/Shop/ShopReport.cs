namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>Everything the shop benchmark found.</summary>
/// <param name="Machine">What it ran on.</param>
/// <param name="Rows">The rankers, the engine last.</param>
/// <param name="Serving">How the engine did beside quality; null when only the baselines were asked for.</param>
internal sealed record ShopReport(string Machine, IReadOnlyList<QualityRow> Rows, ServingFigures? Serving);
