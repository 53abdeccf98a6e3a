namespace Personalization.Engine.Numerics;

/// <summary>Parallel options for training code.</summary>
/// <remarks>
/// Parallel work uses the scheduler that the training was started on, so a silo can keep training off its serving
/// threads.
/// </remarks>
internal static class TrainingThreads
{
    /// <summary>Returns options with at most this number of threads.</summary>
    public static ParallelOptions Options(int threads, CancellationToken cancellationToken = default) =>
        new()
        {
            MaxDegreeOfParallelism = threads,
            CancellationToken = cancellationToken,
            TaskScheduler = TaskScheduler.Current
        };
}
