namespace Personalization.Benchmarks.Training;

/// <summary>The cost of one step of a training.</summary>
/// <param name="Name">The name of the step.</param>
/// <param name="Seconds">Elapsed seconds.</param>
/// <param name="ProcessorSeconds">Processor time of all threads, seconds.</param>
/// <param name="PeakBytes">The highest resident memory of the process during the step.</param>
internal sealed record TrainingStep(string Name, double Seconds, double ProcessorSeconds, long PeakBytes);
