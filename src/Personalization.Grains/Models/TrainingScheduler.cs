using System.Collections.Concurrent;

namespace Personalization.Grains.Models;

/// <summary>
/// Runs tasks on a few threads of its own that give way to all others: training on them takes what serving leaves over and none of the pool's threads. On Linux
/// by their nice value, elsewhere by their priority.
/// </summary>
internal sealed class TrainingScheduler : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];
    private readonly ThreadLocal<bool> _isOwn = new();

    /// <summary>Starts the threads; they end when this is disposed of and nothing is left to run.</summary>
    /// <param name="threads">How many.</param>
    public TrainingScheduler(int threads)
    {
        MaximumConcurrencyLevel = threads;
        for (int i = 0; i < threads; i++)
        {
            new Thread(Run) { IsBackground = true, Name = $"training {i}", Priority = ThreadPriority.BelowNormal }.Start();
        }
    }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel { get; }

    /// <inheritdoc/>
    public void Dispose() => _tasks.CompleteAdding();

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => _tasks.Add(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => _isOwn.Value && TryExecuteTask(task);

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
