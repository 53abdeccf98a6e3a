using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Personalization.Storage.Azure.Connections;
using Personalization.Storage.Azure.EventLog;

namespace Personalization.Storage.Azure.Catalog;

/// <summary>
/// Catalog rows: one per epoch, and one per snapshot of all items. A row is only ever added, never replaced, so
/// concurrent writers of one epoch fence each other. Data beyond a row's size limit goes into chunk rows, which are
/// written first under the id of the attempt.
/// </summary>
internal sealed class CatalogRows(AzureStore store)
{
    /// <summary>Partition key of epoch rows.</summary>
    public const string Epochs = "epoch";

    /// <summary>Partition key of snapshot rows.</summary>
    public const string Snapshots = "snapshot";

    private const int MaxTransactionRows = 100;
    private const int AttemptBytes = 12;
    private const string AttemptColumn = "Attempt";
    private const string ChunksColumn = "Chunks";

    // Rows can have up to 1 MiB, so a page holds few of them to stay within the call's time limit.
    private const int PageRows = 20;

    private readonly TableClient _table = store.Catalog;

    /// <summary>Adds a row atomically.</summary>
    /// <returns>False if the row already exists; the data of this attempt is then removed.</returns>
    public async Task<bool> AddAsync(string partition, long number, byte[] payload, CancellationToken cancellationToken)
    {
        string attempt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(AttemptBytes));
        TableEntity row = new(partition, TableKeys.Number(number)) { [AttemptColumn] = attempt };
        if (payload.Length <= BinaryColumns.MaxBytes)
        {
            row[ChunksColumn] = 0;
            BinaryColumns.Write(row, payload);
        }
        else
        {
            row[ChunksColumn] = await AddChunksAsync(attempt, payload, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            _ = await store.Calls.RunAsync(
                token => _table.AddEntityAsync(row, token), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException error) when (error.Status == 409)
        {
            // The row exists: another writer added it, or this is a retry and the answer to the first try was lost.
            TableEntity there = await store.Calls.RunAsync(
                async token => (await _table.GetEntityAsync<TableEntity>(
                    row.PartitionKey, row.RowKey, [AttemptColumn], token).ConfigureAwait(false)).Value,
                cancellationToken).ConfigureAwait(false);
            bool isOurs = there.GetString(AttemptColumn) == attempt;
            if (!isOurs)
            {
                await DeletePartitionAsync(ChunkPartition(attempt), cancellationToken).ConfigureAwait(false);
            }

            return isOurs;
        }
    }

    /// <summary>Reads the rows after a number, in ascending order.</summary>
    public IAsyncEnumerable<TableEntity> ReadAsync(string partition, long after, CancellationToken cancellationToken) =>
        QueryAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {TableKeys.Number(after)}"),
            cancellationToken);

    /// <summary>
    /// Reads the content of a row; null if its chunks were deleted, as happens to old epochs and snapshots.
    /// </summary>
    public async Task<byte[]?> PayloadAsync(TableEntity row, CancellationToken cancellationToken)
    {
        int chunks = row.GetInt32(ChunksColumn) ?? 0;
        if (chunks == 0)
        {
            return BinaryColumns.Read(row) ?? [];
        }

        using MemoryStream bytes = new();
        int read = 0;
        string filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {ChunkPartition(row.GetString(AttemptColumn))}");
        await foreach (TableEntity chunk in QueryAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            bytes.Write(BinaryColumns.Read(chunk));
            read++;
        }

        return read == chunks ? bytes.ToArray() : null;
    }

    /// <summary>Deletes a row and its chunks.</summary>
    public async Task DeleteAsync(TableEntity row, CancellationToken cancellationToken)
    {
        _ = await store.Calls.RunAsync(
            token => _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, token),
            cancellationToken).ConfigureAwait(false);
        if (row.GetInt32(ChunksColumn) > 0)
        {
            await DeletePartitionAsync(
                ChunkPartition(row.GetString(AttemptColumn)), cancellationToken).ConfigureAwait(false);
        }
    }

    private static string ChunkPartition(string attempt) => $"chunk-{attempt}";

    private async Task<int> AddChunksAsync(string attempt, byte[] payload, CancellationToken cancellationToken)
    {
        int chunks = 0;
        for (int at = 0; at < payload.Length; at += BinaryColumns.MaxBytes)
        {
            TableEntity chunk = new(ChunkPartition(attempt), TableKeys.Number(chunks++));
            BinaryColumns.Write(chunk, payload.AsMemory(at, Math.Min(BinaryColumns.MaxBytes, payload.Length - at)));
            try
            {
                _ = await store.Calls.RunAsync(
                    token => _table.AddEntityAsync(chunk, token), cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFailedException error) when (error.Status == 409)
            {
                // The attempt id is unique, so this chunk was stored by a first try whose answer was lost.
            }
        }

        return chunks;
    }

    private async Task DeletePartitionAsync(string partition, CancellationToken cancellationToken)
    {
        List<TableEntity> rows = [];
        await foreach (TableEntity row in store.Calls.QueryAsync(
            token => _table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), null, ["PartitionKey", "RowKey"], token),
            null, cancellationToken).ConfigureAwait(false))
        {
            rows.Add(row);
        }

        foreach (TableEntity[] some in rows.Chunk(MaxTransactionRows))
        {
            TableTransactionAction[] deletes =
            [.. some.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All))];
            _ = await store.Calls.RunAsync(
                token => _table.SubmitTransactionAsync(deletes, token), cancellationToken).ConfigureAwait(false);
        }
    }

    private IAsyncEnumerable<TableEntity> QueryAsync(string filter, CancellationToken cancellationToken) =>
        store.Calls.QueryAsync(
            token => _table.QueryAsync<TableEntity>(filter, PageRows, null, token), PageRows, cancellationToken);
}
