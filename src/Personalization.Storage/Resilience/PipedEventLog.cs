using Personalization.Abstractions.EventLog;
using Polly;

namespace Personalization.Storage.Resilience;

/// <summary>
/// An event log whose readers of everything (training, which would lose minutes of work to a moment's failure) go through the pipeline
/// <c>log-reading</c>. What users wait for goes straight through: its store bounds and repeats it where the meaning of its errors is known.
/// </summary>
public sealed class PipedEventLog(IEventLog inner, Pipelines pipelines) : IEventLog, IAsyncDisposable, IDisposable
{
    /// <summary>How long one page may take.</summary>
    private static readonly TimeSpan PageTimeout = TimeSpan.FromMinutes(2);

    private readonly ResiliencePipeline _reading = pipelines.Get("log-reading", PageTimeout, error => error is IOException or TimeoutException);

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(string userKey, IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken) =>
        inner.AppendAsync(userKey, entries, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(string userKey, long afterSequence, int limit, CancellationToken cancellationToken) =>
        inner.ReadUserAsync(userKey, afterSequence, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlySet<string>> FindEventsAsync(string userKey, IReadOnlyCollection<string> eventIds, CancellationToken cancellationToken) =>
        inner.FindEventsAsync(userKey, eventIds, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogRecord>> ReadAllAsync(long afterPosition, int limit, CancellationToken cancellationToken) => _reading.ExecuteAsync(
        static (call, stop) => call.Inner.ReadAllAsync(call.After, call.Limit, stop), (Inner: inner, After: afterPosition, Limit: limit), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken) => inner.EraseAsync(userKey, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (inner is IAsyncDisposable async)
        {
            return async.DisposeAsync();
        }

        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => (inner as IDisposable)?.Dispose();
}
