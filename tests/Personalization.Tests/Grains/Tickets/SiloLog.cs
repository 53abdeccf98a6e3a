using Personalization.Abstractions.EventLog;

namespace Personalization.Tests.Grains.Tickets;

/// <summary>The log as one silo sees it. Appends wait until the test commits them or lets them fail.</summary>
internal sealed class SiloLog(SharedLog shared) : IEventLog
{
    private readonly Queue<(IReadOnlyList<LogEntry> Entries, TaskCompletionSource<AppendResult> Done)> _waiting = new();

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Commits the oldest append.</summary>
    public void Commit() => Next((entries, done) => done.SetResult(shared.Append(entries)));

    /// <summary>Lets the oldest append fail.</summary>
    /// <param name="stores">Whether the entries are stored nevertheless and only the answer is lost.</param>
    public void Fail(bool stores) => Next((entries, done) =>
    {
        _ = stores ? shared.Append(entries) : AppendResult.Fenced;
        done.SetException(new IOException("The store failed."));
    });

    public ValueTask<AppendResult> AppendAsync(
        string userKey, IReadOnlyList<LogEntry> entries, CancellationToken cancellationToken)
    {
        TaskCompletionSource<AppendResult> done = new();
        _waiting.Enqueue(([.. entries], done));
        return new ValueTask<AppendResult>(done.Task);
    }

    public ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(
        string userKey, long afterSequence, int limit, CancellationToken cancellationToken) =>
        new([.. shared.Stored.Where(entry => entry.Sequence > afterSequence).Take(limit)]);

    public ValueTask<IReadOnlySet<EventKey>> FindEventsAsync(
        string userKey, IReadOnlyCollection<EventKey> events, CancellationToken cancellationToken) =>
        new(shared.Stored.OfType<EventEntry>().Select(entry => EventKey.Of(entry.Event)).Intersect(events).ToHashSet());

    public ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask RemoveAsync(
        string userKey, IReadOnlyCollection<long> sequences, DateTimeOffset at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask ProbeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Settles the oldest append as a store's thread does: without a synchronization context.</summary>
    private void Next(Action<IReadOnlyList<LogEntry>, TaskCompletionSource<AppendResult>> settle)
    {
        if (_waiting.TryDequeue(out (IReadOnlyList<LogEntry> Entries, TaskCompletionSource<AppendResult> Done) next))
        {
            SynchronizationContext? before = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            settle(next.Entries, next.Done);
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }
}
