using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Stores;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Catalog;

/// <inheritdoc cref="ICatalogGrain"/>
[GrainType("personalization-catalog")]
public sealed class CatalogGrain(
    ICatalogStore store,
    ServingHolder serving,
    IOptions<SiloMessagingOptions> calls,
    TimeProvider time,
    ILogger<CatalogGrain> log) : Grain, ICatalogGrain
{
    /// <summary>Larger changes are not sent to the silos: each silo reads them from the store.</summary>
    /// <remarks>A large message delays all other messages.</remarks>
    private const int LargeChange = 1_000;

    private readonly SiloObservers<ICatalogObserver> _silos = new(
        SiloObservers<ICatalogObserver>.Patience(calls.Value, 1.0 / 3), time, log);

    private long _epoch;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _epoch = (await store.ReadAsync(long.MaxValue, cancellationToken)).Epoch;
        _ = this.RegisterGrainTimer(
            CompactAsync, new GrainTimerCreationOptions(Tombstones.Interval, Tombstones.Interval));
    }

    /// <inheritdoc/>
    public async Task<long> PutAsync(ImmutableArray<ItemPatch> items)
    {
        Dictionary<ItemId, CatalogItem> known = await FindAsync(items.Select(item => item.Id));
        DateTimeOffset now = time.GetUtcNow();
        await ChangeAsync(known, items.Select(item => item.ApplyTo(new CatalogItem
        {
            Id = item.Id,
            AddedAt = known.GetValueOrDefault(item.Id) is { Deleted: false } before ? before.AddedAt : now,
        })));
        return _epoch;
    }

    /// <inheritdoc/>
    public async Task<CatalogItem?> PatchAsync(ItemPatch patch)
    {
        Dictionary<ItemId, CatalogItem> known = await FindAsync([patch.Id]);
        if (known.GetValueOrDefault(patch.Id) is not { Deleted: false } before)
        {
            return null;
        }

        CatalogItem changed = patch.ApplyTo(before);
        await ChangeAsync(known, [changed]);
        return changed;
    }

    /// <inheritdoc/>
    public async Task<int> DeleteAsync(ImmutableArray<ItemId> items)
    {
        Dictionary<ItemId, CatalogItem> known = await FindAsync(items);
        DateTimeOffset now = time.GetUtcNow();
        CatalogItem[] deleted =
        [
            .. known.Values.Where(item => !item.Deleted).Select(item => new CatalogItem
            {
                Id = item.Id,
                Deleted = true,
                Available = false,
                AddedAt = now,
            }),
        ];
        await ChangeAsync(known, deleted);
        return deleted.Length;
    }

    /// <inheritdoc/>
    public async Task<long?> SwapAsync(ImmutableArray<CatalogItem> items, long expectedEpoch)
    {
        if (expectedEpoch != _epoch)
        {
            return null;
        }

        await WriteAsync(items);
        return _epoch;
    }

    /// <inheritdoc/>
    public async Task<CatalogItem?> GetAsync(ItemId item) =>
        await store.FindAsync(item, CancellationToken.None) is { Deleted: false } known ? known : null;

    /// <inheritdoc/>
    public Task<long> GetEpochAsync() => Task.FromResult(_epoch);

    /// <inheritdoc/>
    public Task<long> SubscribeAsync(ICatalogObserver observer)
    {
        _silos.Add(observer);
        return Task.FromResult(_epoch);
    }

    private async Task<Dictionary<ItemId, CatalogItem>> FindAsync(IEnumerable<ItemId> items) =>
        (await store.FindManyAsync([.. items], CancellationToken.None)).ToDictionary(item => item.Id);

    /// <summary>Writes the items that differ from the stored ones. The last of several changes of an item
    /// counts.</summary>
    private Task ChangeAsync(Dictionary<ItemId, CatalogItem> known, IEnumerable<CatalogItem> items) =>
        WriteAsync(
        [
            .. items.GroupBy(item => item.Id)
                .Select(group => group.Last())
                .Where(item => !known.TryGetValue(item.Id, out CatalogItem? before) || !item.HasSameContent(before)),
        ]);

    private async Task WriteAsync(ImmutableArray<CatalogItem> items)
    {
        if (items.IsEmpty)
        {
            return;
        }

        long? epoch;
        try
        {
            epoch = await store.WriteAsync(items, _epoch, CancellationToken.None);
        }
        catch (IOException)
        {
            DeactivateOnIdle();
            throw;
        }

        if (epoch is null)
        {
            DeactivateOnIdle();
            throw new IOException(
                "Another activation of the catalog grain wrote first. Nothing was stored; try again.");
        }

        _epoch = epoch.Value;
        if (items.Length > LargeChange)
        {
            await _silos.TellAsync(silo => silo.OnMovedAsync(_epoch));
            return;
        }

        CatalogChange change = new(_epoch, items);
        await _silos.TellAsync(silo => silo.OnChangedAsync(change));
    }

    /// <summary>Removes tombstones that nothing needs from the store.</summary>
    private async Task CompactAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (ItemId[] some in Tombstones.Unneeded(serving, time.GetUtcNow()).Chunk(LargeChange))
            {
                await store.RemoveDeletedAsync(some, cancellationToken);
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(error, "Failed to remove old deleted items from the catalog; the next attempt retries.");
        }
    }
}
