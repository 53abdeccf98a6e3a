namespace Personalization.Benchmarks.Quality;

/// <summary>A row of the table, with means over the seeds.</summary>
/// <param name="Ranker">The ranker.</param>
/// <param name="Seeds">The number of seeds.</param>
/// <param name="Figures">The metrics by name.</param>
/// <param name="TrainSeconds">The training time, seconds; null for a part of another ranker.</param>
/// <param name="TrainMegabytes">The highest growth of the process during the training, MB.</param>
/// <param name="P50Ms">The median time per list, milliseconds.</param>
/// <param name="P99Ms">The 99th percentile of the time per list, milliseconds.</param>
internal sealed record QualityTableRow(
    string Ranker,
    int Seeds,
    Dictionary<string, double> Figures,
    double? TrainSeconds,
    double? TrainMegabytes,
    double P50Ms,
    double P99Ms);
