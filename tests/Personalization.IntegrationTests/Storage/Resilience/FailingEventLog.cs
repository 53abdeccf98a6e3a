using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.EventLog;

namespace Personalization.IntegrationTests.Storage.Resilience;

/// <summary>A real log behind a connection that fails a given number of times.</summary>
internal sealed class FailingEventLog(SqliteEventLog inner) : IEventLog, IEventFeed
{
    public int Failures { get; set; }

    public ValueTask<AppendResult> AppendAsync(
        string userKey, IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return inner.AppendAsync(userKey, entries, cancellationToken);
    }

    public ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(
        string userKey, long afterSequence, int limit, CancellationToken cancellationToken) =>
        inner.ReadUserAsync(userKey, afterSequence, limit, cancellationToken);

    public ValueTask<IReadOnlySet<EventKey>> FindEventsAsync(
        string userKey, IReadOnlyCollection<EventKey> events, CancellationToken cancellationToken) =>
        inner.FindEventsAsync(userKey, events, cancellationToken);

    public ValueTask<IReadOnlyList<LogRecord>> ReadAllAsync(
        long afterPosition, int limit, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return inner.ReadAllAsync(afterPosition, limit, cancellationToken);
    }

    public ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken) =>
        inner.EraseAsync(userKey, mark, cancellationToken);

    public ValueTask RemoveAsync(
        string userKey, IReadOnlyCollection<long> sequences, DateTimeOffset at, CancellationToken cancellationToken) =>
        inner.RemoveAsync(userKey, sequences, at, cancellationToken);

    public ValueTask ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

    private void ThrowIfDown()
    {
        if (Failures > 0)
        {
            Failures--;
            throw new IOException("away");
        }
    }
}
