namespace Personalization.Benchmarks.Quality;

/// <summary>The figures of one ranker.</summary>
/// <param name="Name">The name of the ranker.</param>
/// <param name="Values">The metrics in the order of the protocol.</param>
/// <param name="P50Ms">The median time per list, milliseconds.</param>
/// <param name="P99Ms">The 99th percentile of the time per list, milliseconds.</param>
internal sealed record RankerFigures(string Name, double[] Values, double P50Ms, double P99Ms);
