using Personalization.Abstractions.EventLog;

namespace Personalization.Hosting.Faults;

/// <summary>An event log that is late while the fault <see cref="Fault.SlowStore"/> is present.</summary>
internal sealed class SlowEventLog(IEventLog inner, FaultSwitches faults, TimeProvider time) : IEventLog
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendAsync(
        string userKey, IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        return await inner.AppendAsync(userKey, entries, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(
        string userKey, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        return await inner.ReadUserAsync(userKey, afterSequence, limit, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlySet<EventKey>> FindEventsAsync(
        string userKey, IReadOnlyCollection<EventKey> events, CancellationToken cancellationToken) =>
        inner.FindEventsAsync(userKey, events, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken) =>
        inner.EraseAsync(userKey, mark, cancellationToken);

    /// <inheritdoc/>
    public ValueTask RemoveAsync(
        string userKey,
        IReadOnlyCollection<long> sequences,
        DateTimeOffset at,
        CancellationToken cancellationToken) =>
        inner.RemoveAsync(userKey, sequences, at, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

    private Task WaitAsync(CancellationToken stop) =>
        faults.IsOn(Fault.SlowStore) ? Task.Delay(Delay, time, stop) : Task.CompletedTask;
}
