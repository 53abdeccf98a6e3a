using System.Collections.Immutable;
using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Catalog;

namespace Personalization.Storage.Azure.Catalog;

/// <summary>
/// Stores the whole catalogue at an epoch, so that a reader need not go through all before. The snapshot before the
/// newest stays, with the epochs after it, for readers that have just begun; what is older goes.
/// </summary>
internal sealed class CatalogCompactor(CatalogRows rows, ILogger logger)
{
    /// <summary>
    /// Stores a snapshot and deletes what is not needed any more. A failure is logged: nothing depends on it.
    /// </summary>
    public async Task CompactAsync(long epoch, ImmutableArray<(long Epoch, CatalogItem Item)> items)
    {
        try
        {
            _ = await rows.AddAsync(
                CatalogRows.Snapshots,
                epoch,
                CatalogPayload.Write(items),
                CancellationToken.None).ConfigureAwait(false);
            await PruneAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or RequestFailedException)
        {
            logger.LogWarning(error, "The catalogue's snapshot at epoch {Epoch} was not stored, or what it replaces "
                + "not deleted; the next one does it", epoch);
        }
    }

    private async Task PruneAsync()
    {
        List<TableEntity> snapshots = [];
        await foreach (TableEntity snapshot in rows.ReadAsync(
            CatalogRows.Snapshots, 0, CancellationToken.None).ConfigureAwait(false))
        {
            snapshots.Add(snapshot);
        }

        if (snapshots.Count < 2)
        {
            return;
        }

        long kept = long.Parse(snapshots[^2].RowKey, CultureInfo.InvariantCulture);
        await foreach (TableEntity epoch in rows.ReadAsync(
            CatalogRows.Epochs, 0, CancellationToken.None).ConfigureAwait(false))
        {
            if (long.Parse(epoch.RowKey, CultureInfo.InvariantCulture) > kept)
            {
                break;
            }

            await rows.DeleteAsync(epoch, CancellationToken.None).ConfigureAwait(false);
        }

        foreach (TableEntity old in snapshots[..^2])
        {
            await rows.DeleteAsync(old, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
