namespace Personalization.Benchmarks.Quality.Shop;

/// <summary>Cost of the import, the training and the lists.</summary>
/// <param name="Events">Events sent.</param>
/// <param name="Rejected">Events the engine refused.</param>
/// <param name="ImportSeconds">From the first event to the last acknowledgement.</param>
/// <param name="TrainSeconds">From asking for training to the model being live, as a client sees it.</param>
/// <param name="PeakTrainingBytes">The most physical memory the engine had while it trained.</param>
/// <param name="BytesBeforeTraining">The physical memory it had before.</param>
/// <param name="Model">The live model's entry in the model catalogue.</param>
/// <param name="P50Ms">Of a list request, first request of its user.</param>
/// <param name="P99Ms">Likewise.</param>
/// <param name="Levels">How many lists came from each level.</param>
/// <param name="SeenServed">How many items were served that their visitor had seen.</param>
/// <param name="ShortLists">How many lists had fewer items than asked for.</param>
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
    /// <summary>Events a second over HTTP.</summary>
    public double ImportPerSecond => Events / ImportSeconds;
}
