namespace Personalization.Benchmarks.Training;

/// <summary>The cost of a part of a training.</summary>
/// <param name="Name">The part.</param>
/// <param name="Seconds">On the clock.</param>
/// <param name="ProcessorSeconds">Of all threads.</param>
/// <param name="PeakBytes">The most physical memory the process had up to its end, in this part.</param>
internal sealed record TrainingStep(string Name, double Seconds, double ProcessorSeconds, long PeakBytes);
