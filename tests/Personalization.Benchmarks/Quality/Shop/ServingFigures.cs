namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>The cost of the import, the training and the lists.</summary>
/// <param name="Events">Events sent.</param>
/// <param name="Rejected">Events that the engine rejected.</param>
/// <param name="ImportSeconds">Seconds from the first event to the last acknowledgement.</param>
/// <param name="TrainSeconds">Seconds from the training request until the model is live, as a client sees it.</param>
/// <param name="PeakTrainingBytes">The engine's highest resident memory during the training.</param>
/// <param name="BytesBeforeTraining">The engine's resident memory before the training.</param>
/// <param name="Model">The live model's entry in the model catalog.</param>
/// <param name="P50Ms">The median latency of a list request that is the first of its user, milliseconds.</param>
/// <param name="P99Ms">The 99th percentile of that latency, milliseconds.</param>
/// <param name="Levels">The number of lists by fallback level.</param>
/// <param name="SeenServed">The number of served items that the visitor had seen.</param>
/// <param name="ShortLists">The number of lists with fewer items than requested.</param>
internal sealed record ServingFigures(
    int Events,
    long Rejected,
    double ImportSeconds,
    double TrainSeconds,
    long PeakTrainingBytes,
    long BytesBeforeTraining,
    System.Text.Json.JsonElement Model,
    double P50Ms, double P99Ms, IReadOnlyDictionary<string, int> Levels, int SeenServed, int ShortLists)
{
    /// <summary>Gets the events imported over HTTP per second.</summary>
    public double ImportPerSecond => Events / ImportSeconds;
}
