using System.Globalization;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Stores;
using Personalization.Storage.Azure.Connections;

namespace Personalization.Storage.Azure.Catalog;

/// <summary>
/// Catalog in an Azure table with one row per epoch. Adding the row fails if the epoch exists, so only one of several
/// concurrent writers succeeds. Reads are served from an in-memory copy that is refreshed first.
/// </summary>
internal sealed class AzureCatalogStore : ICatalogStore, IAsyncDisposable
{
    private const int MaxAttempts = 10;

    private readonly CatalogRows _rows;
    private readonly CatalogCompactor _compactor;
    private readonly int _snapshotEpochs;
    private readonly SemaphoreSlim _turn = new(1);
    private CatalogFold _fold = new();

    public AzureCatalogStore(AzureStore store, ILogger<AzureCatalogStore> logger)
    {
        _rows = new CatalogRows(store);
        _compactor = new CatalogCompactor(_rows, logger);
        _snapshotEpochs = store.Options.CatalogSnapshotEpochs;
    }

    /// <summary>The most recent snapshot task that this process started.</summary>
    internal Task Compaction { get; private set; } = Task.CompletedTask;

    public async ValueTask<long?> WriteAsync(
        IReadOnlyCollection<CatalogItem> items, long expectedEpoch, CancellationToken cancellationToken)
    {
        (long Epoch, CatalogItem Item)[] change = [.. items.Select(item => (expectedEpoch + 1, item))];
        byte[] payload = CatalogPayload.Write(change);
        return await InTurnAsync<long?>(
            async fold =>
            {
                if (fold.Epoch != expectedEpoch
                    || !await _rows.AddAsync(
                        CatalogRows.Epochs, expectedEpoch + 1, payload, cancellationToken).ConfigureAwait(false))
                {
                    return null;
                }

                fold.Apply(expectedEpoch + 1, change);
                if (fold.Epoch % _snapshotEpochs == 0 && Compaction.IsCompleted)
                {
                    Compaction = CompactAsync(fold);
                }

                return fold.Epoch;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<CatalogChange> ReadAsync(long afterEpoch, CancellationToken cancellationToken) =>
        await InTurnAsync(
            fold => Task.FromResult(fold.ChangedAfter(afterEpoch)), cancellationToken).ConfigureAwait(false);

    public async ValueTask<CatalogItem?> FindAsync(ItemId item, CancellationToken cancellationToken) =>
        await InTurnAsync(fold => Task.FromResult(fold.Find(item.Value)), cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<CatalogItem>> FindManyAsync(
        IReadOnlyCollection<ItemId> items, CancellationToken cancellationToken) =>
        await InTurnAsync(
            fold => Task.FromResult<IReadOnlyList<CatalogItem>>(
                [.. items.Distinct().Select(item => fold.Find(item.Value)).OfType<CatalogItem>()]),
            cancellationToken).ConfigureAwait(false);

    /// <remarks>The rows of the items end with the next snapshot, which this process writes.</remarks>
    public async ValueTask RemoveDeletedAsync(
        IReadOnlyCollection<ItemId> items, CancellationToken cancellationToken) =>
        await InTurnAsync(
            fold =>
            {
                fold.RemoveDeleted(items.Select(item => item.Value));
                return Task.FromResult(true);
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Waits for the running snapshot to finish.</summary>
    public async ValueTask DisposeAsync()
    {
        await Compaction.ConfigureAwait(false);
        _turn.Dispose();
    }

    private Task CompactAsync(CatalogFold fold)
    {
        long epoch = fold.Epoch;
        System.Collections.Immutable.ImmutableArray<(long Epoch, CatalogItem Item)> items = fold.All();
        return Task.Run(() => _compactor.CompactAsync(epoch, items), CancellationToken.None);
    }

    private async Task<T> InTurnAsync<T>(Func<CatalogFold, Task<T>> action, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CatchUpAsync(cancellationToken).ConfigureAwait(false);
            return await action(_fold).ConfigureAwait(false);
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>
    /// Applies epochs that other writers added. Restarts from the newest snapshot if the epochs in between were
    /// deleted.
    /// </summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if ((_fold.Epoch > 0 || await LoadSnapshotAsync(cancellationToken).ConfigureAwait(false))
                && await FollowAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            _fold = new CatalogFold();
        }

        throw new IOException($"Catalog snapshots were deleted during each of {MaxAttempts} attempts to read them.");
    }

    private async Task<bool> LoadSnapshotAsync(CancellationToken cancellationToken)
    {
        TableEntity? newest = null;
        await foreach (TableEntity snapshot in _rows.ReadAsync(
            CatalogRows.Snapshots, 0, cancellationToken).ConfigureAwait(false))
        {
            newest = snapshot;
        }

        if (newest is null)
        {
            return true;
        }

        if (await _rows.PayloadAsync(newest, cancellationToken).ConfigureAwait(false) is not { } payload)
        {
            return false;
        }

        _fold.Apply(NumberOf(newest), CatalogPayload.Read(payload));
        return true;
    }

    private async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (TableEntity row in _rows.ReadAsync(
            CatalogRows.Epochs, _fold.Epoch, cancellationToken).ConfigureAwait(false))
        {
            if (NumberOf(row) != _fold.Epoch + 1
                || await _rows.PayloadAsync(row, cancellationToken).ConfigureAwait(false) is not { } payload)
            {
                return false;
            }

            _fold.Apply(NumberOf(row), CatalogPayload.Read(payload));
        }

        return true;
    }

    private static long NumberOf(TableEntity row) => long.Parse(row.RowKey, CultureInfo.InvariantCulture);
}
