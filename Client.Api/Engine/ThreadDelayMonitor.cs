namespace Personalization.Client.Api.Engine;

/// <summary>Measures <see cref="ThreadDelay"/> on a separate thread, twenty times per second.</summary>
internal sealed class ThreadDelayMonitor(ThreadDelay delay, TimeProvider time) : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly ManualResetEventSlim _stopping = new();
    private Thread? _thread;
    private int _answered = 1;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Measure) { IsBackground = true, Name = "thread delay" };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Set();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Set();
        _thread?.Join();
        _stopping.Dispose();
    }

    private void Measure()
    {
        long asked = time.GetTimestamp();
        long slept = asked;
        while (!_stopping.Wait(Period))
        {
            long now = time.GetTimestamp();
            TimeSpan overslept = time.GetElapsedTime(slept, now) - Period;
            slept = now;
            if (Volatile.Read(ref _answered) == 0)
            {
                delay.Waiting(time.GetElapsedTime(asked, now));
                continue;
            }

            delay.Report(overslept > TimeSpan.Zero ? overslept : TimeSpan.Zero);
            asked = now;
            Volatile.Write(ref _answered, 0);
            _ = ThreadPool.UnsafeQueueUserWorkItem(
                static state => state.Monitor.Answer(state.Asked), (Monitor: this, Asked: asked), preferLocal: false);
        }
    }

    private void Answer(long asked)
    {
        delay.Report(time.GetElapsedTime(asked));
        Volatile.Write(ref _answered, 1);
    }
}
