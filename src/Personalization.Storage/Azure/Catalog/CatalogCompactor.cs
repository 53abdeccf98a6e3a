using System.Collections.Immutable;
using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Catalog;

namespace Personalization.Storage.Azure.Catalog;

/// <summary>
/// Stores a snapshot of the whole catalog at an epoch, so that a new reader does not replay every epoch. The previous
/// snapshot and the epochs after it are kept for readers that have already started. Everything older is deleted.
/// </summary>
internal sealed class CatalogCompactor(CatalogRows rows, ILogger logger)
{
    /// <summary>
    /// Stores a snapshot and deletes obsolete rows. A failure is only logged: the next snapshot repeats the work.
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
            logger.LogWarning(
                error,
                "Failed to store the catalog snapshot at epoch {Epoch} or to delete the rows that it replaces; "
                + "the next snapshot will retry",
                epoch);
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
