namespace Personalization.Benchmarks.Quality;

/// <summary>A ranker's row of the table.</summary>
/// <param name="Name">The ranker.</param>
/// <param name="Values">The protocol's figures, in its order.</param>
/// <param name="P50Ms">The median time of an answer, milliseconds.</param>
/// <param name="P99Ms">The time 99 of 100 answers stay under.</param>
internal sealed record RankerFigures(string Name, double[] Values, double P50Ms, double P99Ms);
