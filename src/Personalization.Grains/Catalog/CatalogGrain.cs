using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Stores;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Catalog;

/// <inheritdoc cref="ICatalogGrain"/>
[GrainType("personalization-catalog")]
public sealed class CatalogGrain(ICatalogStore store, TimeProvider time, ILogger<CatalogGrain> log)
    : Grain, ICatalogGrain
{
    /// <summary>Larger changes are not sent to the silos: each silo reads them from the store.</summary>
    /// <remarks>A large message delays all other messages.</remarks>
    private const int LargeChange = 1_000;

    private readonly SiloObservers<ICatalogObserver> _silos = new(time, log);
    private long _epoch;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        _epoch = (await store.ReadAsync(long.MaxValue, cancellationToken)).Epoch;

    /// <inheritdoc/>
    public async Task<long> PutAsync(ImmutableArray<ItemPatch> items)
    {
        List<CatalogItem> changed = [];
        foreach (ItemPatch item in items)
        {
            CatalogItem? known = await store.FindAsync(item.Id, CancellationToken.None);
            changed.Add(item.ApplyTo(new CatalogItem
            {
                Id = item.Id,
                AddedAt = known is { Deleted: false } ? known.AddedAt : time.GetUtcNow()
            }));
        }

        await ChangeAsync(changed);
        return _epoch;
    }

    /// <inheritdoc/>
    public async Task<CatalogItem?> PatchAsync(ItemPatch patch)
    {
        if (await GetAsync(patch.Id) is not { } known)
        {
            return null;
        }

        CatalogItem changed = patch.ApplyTo(known);
        await ChangeAsync([changed]);
        return changed;
    }

    /// <inheritdoc/>
    public async Task<int> DeleteAsync(ImmutableArray<ItemId> items)
    {
        List<CatalogItem> changed = [];
        int deleted = 0;
        foreach (ItemId id in items)
        {
            CatalogItem? known = await store.FindAsync(id, CancellationToken.None);
            deleted += known is { Deleted: false } ? 1 : 0;
            changed.Add(new CatalogItem
            {
                Id = id,
                Deleted = true,
                Available = false,
                AddedAt = known?.AddedAt ?? time.GetUtcNow()
            });
        }

        await ChangeAsync(changed);
        return deleted;
    }

    /// <inheritdoc/>
    public async Task<long?> SwapAsync(ImmutableArray<CatalogItem> items, long expectedEpoch)
    {
        if (expectedEpoch != _epoch)
        {
            return null;
        }

        await ChangeAsync(items);
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

    private async Task ChangeAsync(IReadOnlyList<CatalogItem> items)
    {
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
        if (items.Count > LargeChange)
        {
            await _silos.TellAsync(silo => silo.OnMovedAsync(_epoch));
            return;
        }

        CatalogChange change = new(_epoch, [.. items]);
        await _silos.TellAsync(silo => silo.OnChangedAsync(change));
    }
}
