namespace Personalization.Benchmarks.Engines;

/// <summary>The cost of an import and a training.</summary>
/// <param name="Events">Events imported before the training.</param>
/// <param name="ImportPerSecond">Events imported over HTTP per second.</param>
/// <param name="Seconds">The duration of the training, seconds, as a client sees it.</param>
/// <param name="BytesBefore">The engine's resident memory before the training.</param>
/// <param name="PeakBytes">The engine's highest resident memory during the training.</param>
internal sealed record TrainingFigures(
    int Events, double ImportPerSecond, double Seconds, long BytesBefore, long PeakBytes);
