namespace Personalization.Benchmarks.Serving.Ranking;

/// <summary>The cost of one kind of work.</summary>
/// <param name="Name">The work.</param>
/// <param name="P50">The median, microseconds.</param>
/// <param name="P99">The 99th percentile, microseconds.</param>
/// <param name="Bytes">Bytes allocated per call.</param>
internal sealed record RankingFigures(string Name, double P50, double P99, double Bytes);
