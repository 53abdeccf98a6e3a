using System.Collections.Concurrent;

namespace Personalization.Grains.Models;

/// <summary>
/// Runs tasks on a fixed number of own threads with low priority, so that a training uses only the processor time that
/// serving leaves.
/// </summary>
/// <remarks>
/// The threads are not pool threads. On Linux their nice value is raised, elsewhere their priority is lowered.
/// </remarks>
internal sealed class TrainingScheduler : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];
    private readonly ThreadLocal<bool> _isOwn = new();

    /// <summary>Starts the threads. They end after this scheduler is disposed and its queue is empty.</summary>
    /// <param name="threads">The number of threads, > 0.</param>
    public TrainingScheduler(int threads)
    {
        MaximumConcurrencyLevel = threads;
        for (int i = 0; i < threads; i++)
        {
            new Thread(Run) { IsBackground = true, Name = $"training {i}", Priority = ThreadPriority.BelowNormal }
                .Start();
        }
    }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel { get; }

    /// <inheritdoc/>
    public void Dispose() => _tasks.CompleteAdding();

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => _tasks.Add(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        _isOwn.Value && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    private void Run()
    {
        ThreadNiceness.Lower();
        _isOwn.Value = true;
        foreach (Task task in _tasks.GetConsumingEnumerable())
        {
            _ = TryExecuteTask(task);
        }
    }
}
