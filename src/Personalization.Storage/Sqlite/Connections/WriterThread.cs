namespace Personalization.Storage.Sqlite.Connections;

/// <summary>Runs tasks one after another on a dedicated thread.</summary>
/// <remarks>
/// A commit blocks its thread until the disk has flushed, which would occupy a thread of the thread pool.
/// </remarks>
internal sealed class WriterThread : TaskScheduler, IDisposable
{
    private readonly Queue<Task> _tasks = new();
    private bool _ended;

    public WriterThread() => new Thread(Run) { IsBackground = true, Name = "Personalization store writer" }.Start();

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs the queued tasks, then ends the thread.</summary>
    public void Dispose()
    {
        lock (_tasks)
        {
            _ended = true;
            Monitor.PulseAll(_tasks);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_tasks)
        {
            _tasks.Enqueue(task);
            Monitor.Pulse(_tasks);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_tasks)
        {
            return [.. _tasks];
        }
    }

    private void Run()
    {
        while (Next() is { } task)
        {
            _ = TryExecuteTask(task);
        }
    }

    private Task? Next()
    {
        lock (_tasks)
        {
            while (_tasks.Count == 0 && !_ended)
            {
                _ = Monitor.Wait(_tasks);
            }

            return _tasks.TryDequeue(out Task? task) ? task : null;
        }
    }
}
