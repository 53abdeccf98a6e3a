using Personalization.Abstractions.EventLog;

namespace Personalization.ClusterTests.Grains;

/// <summary>
/// The real event log behind a gate. Appends wait while the gate is closed, as on a stalled disk, and writes fail for
/// chosen users, as in a crash between two writes.
/// </summary>
internal sealed class GatedEventLog(IEventLog inner) : IEventLog
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closed;

    /// <summary>Gets a task that completes when an append waits at the closed gate.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Gets or sets which writes fail, by the user's key; null for none.</summary>
    public Func<string, bool>? Fails { get; set; }

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

        ThrowIfFailing(userKey);
        return await inner.AppendAsync(userKey, entries, cancellationToken);
    }

    public ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(
        string userKey, long afterSequence, int limit, CancellationToken cancellationToken) =>
        inner.ReadUserAsync(userKey, afterSequence, limit, cancellationToken);

    public ValueTask<IReadOnlySet<EventKey>> FindEventsAsync(
        string userKey, IReadOnlyCollection<EventKey> events, CancellationToken cancellationToken) =>
        inner.FindEventsAsync(userKey, events, cancellationToken);

    public ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken)
    {
        ThrowIfFailing(userKey);
        return inner.EraseAsync(userKey, mark, cancellationToken);
    }

    public ValueTask RemoveAsync(
        string userKey, IReadOnlyCollection<long> sequences, DateTimeOffset at, CancellationToken cancellationToken) =>
        inner.RemoveAsync(userKey, sequences, at, cancellationToken);

    public ValueTask ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

    private void ThrowIfFailing(string userKey)
    {
        if (Fails?.Invoke(userKey) == true)
        {
            throw new IOException("The test ends the write here.");
        }
    }
}
