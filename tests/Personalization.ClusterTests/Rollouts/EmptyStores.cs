using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Stores;

namespace Personalization.ClusterTests.Rollouts;

/// <summary>An empty log and an empty catalog.</summary>
internal sealed class EmptyStores : IEventLog, IEventFeed, ICatalogStore
{
    public ValueTask<AppendResult> AppendAsync(
        string userKey,
        IReadOnlyList<LogEntry> entries,
        CancellationToken cancellationToken) => ValueTask.FromResult(AppendResult.Appended);

    public ValueTask<IReadOnlyList<LogEntry>> ReadUserAsync(
        string userKey,
        long afterSequence,
        int limit,
        CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<LogEntry>>([]);

    public ValueTask<IReadOnlySet<EventKey>> FindEventsAsync(
        string userKey, IReadOnlyCollection<EventKey> events, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlySet<EventKey>>(new HashSet<EventKey>());

    public ValueTask<IReadOnlyList<LogRecord>> ReadAllAsync(
        long afterPosition,
        int limit,
        CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<LogRecord>>([]);

    public ValueTask<long?> EraseAsync(string userKey, ForgottenEntry mark, CancellationToken cancellationToken) =>
        ValueTask.FromResult<long?>(0);

    public ValueTask RemoveAsync(
        string userKey, IReadOnlyCollection<long> sequences, DateTimeOffset at, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    public ValueTask ProbeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<long?> WriteAsync(
        IReadOnlyCollection<CatalogItem> items,
        long expectedEpoch,
        CancellationToken cancellationToken) => ValueTask.FromResult<long?>(expectedEpoch + 1);

    public ValueTask<CatalogChange> ReadAsync(long afterEpoch, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new CatalogChange(0, []));

    public ValueTask<CatalogItem?> FindAsync(ItemId item, CancellationToken cancellationToken) =>
        ValueTask.FromResult<CatalogItem?>(null);

    public ValueTask<IReadOnlyList<CatalogItem>> FindManyAsync(
        IReadOnlyCollection<ItemId> items, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<CatalogItem>>([]);

    public ValueTask RemoveDeletedAsync(IReadOnlyCollection<ItemId> items, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;
}
