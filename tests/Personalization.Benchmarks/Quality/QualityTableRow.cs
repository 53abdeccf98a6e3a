namespace Personalization.Benchmarks.Quality;

/// <summary>A row of the table: means over the seeds.</summary>
/// <param name="Ranker">The ranker.</param>
/// <param name="Seeds">Over how many seeds.</param>
/// <param name="Figures">The figures by name.</param>
/// <param name="TrainSeconds">The time to train; null for a part of another.</param>
/// <param name="TrainMegabytes">The most the process grew while training.</param>
/// <param name="P50Ms">The median time of a list, milliseconds.</param>
/// <param name="P99Ms">The time 99 of 100 lists stay under.</param>
internal sealed record QualityTableRow(
    string Ranker,
    int Seeds,
    Dictionary<string, double> Figures,
    double? TrainSeconds,
    double? TrainMegabytes,
    double P50Ms,
    double P99Ms);
