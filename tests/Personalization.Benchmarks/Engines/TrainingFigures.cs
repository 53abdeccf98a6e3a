namespace Personalization.Benchmarks.Engines;

/// <summary>The cost of a training.</summary>
/// <param name="Events">Events imported before it.</param>
/// <param name="ImportPerSecond">Events a second over HTTP.</param>
/// <param name="Seconds">From asking to the end.</param>
/// <param name="BytesBefore">The engine's physical memory before.</param>
/// <param name="PeakBytes">The most it had meanwhile.</param>
internal sealed record TrainingFigures(
    int Events, double ImportPerSecond, double Seconds, long BytesBefore, long PeakBytes);
