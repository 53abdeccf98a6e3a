using Personalization.Abstractions.EventLog;

namespace Personalization.ClusterTests.Grains;

/// <summary>The real event log behind a gate. Appends wait while the gate is closed, as on a stalled disk.</summary>
internal sealed class GatedEventLog(IEventLog inner) : IEventLog
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closed;

    /// <summary>Gets a task that completes when an append waits at the closed gate.</summary>
    public Task Reached => _reached.Task;

    public void Close() => _closed = true;

    public void Open()
    {
        _closed = false;
        _open.SetResult();
    }

    public async ValueTask<AppendResult> AppendAsync(
        string userKey, IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        if (_closed)
        {
            _ = _reached.TrySetResult();
            await _open.Task;
        }

        return await inner.AppendAsync(userKey, entries, cancellationToken);
    }

    public ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(
        string userKey, long afterSequence, int limit, CancellationToken cancellationToken) =>
        inner.ReadUserAsync(userKey, afterSequence, limit, cancellationToken);

    public ValueTask<IReadOnlySet<string>> FindEventsAsync(
        string userKey, IReadOnlyCollection<string> eventIds, CancellationToken cancellationToken) =>
        inner.FindEventsAsync(userKey, eventIds, cancellationToken);

    public ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken) =>
        inner.EraseAsync(userKey, mark, cancellationToken);

    public ValueTask ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);
}
