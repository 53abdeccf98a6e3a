namespace Personalization.Engine.Numerics;

/// <summary>Which threads training works on: those of the scheduler it was started on, so that a silo can keep it off the threads that serve.</summary>
internal static class TrainingThreads
{
    /// <summary>At most so many of them.</summary>
    public static ParallelOptions Options(int threads, CancellationToken cancellationToken = default) =>
        new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken, TaskScheduler = TaskScheduler.Current };
}
