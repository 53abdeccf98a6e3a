namespace Personalization.Storage.Sqlite.Connections;

/// <summary>
/// Truncates the write-ahead log soon after an erasure. Erasures within the pause share one truncation, so that writers
/// do not wait for each of them.
/// </summary>
internal sealed class LogTruncation(WriterSession session, TaskScheduler writer, TimeProvider time)
    : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closing = new();
    private Task _running = Task.CompletedTask;
    private bool _isDue;

    /// <summary>Plans a truncation. Runs on the writer thread.</summary>
    public void Plan()
    {
        if (!_isDue)
        {
            _isDue = true;
            _running = RunAsync();
        }
    }

    /// <summary>Ends a planned truncation. Closing the store removes the log.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        do
        {
            await Task.Delay(Pause, time, _closing.Token).ConfigureAwait(false);
        }
        while (!await Task.Factory.StartNew(
            TryTruncate, _closing.Token, TaskCreationOptions.DenyChildAttach, writer).ConfigureAwait(false));
    }

    private bool TryTruncate()
    {
        _isDue = false;
        try
        {
            _isDue = !session.TryTruncateLog();
        }
        catch (IOException)
        {
            // The disk is full or damaged; writes report it. The log keeps the bytes until a later try.
            _isDue = true;
        }

        return !_isDue;
    }
}
