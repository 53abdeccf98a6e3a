using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Azure.Connections;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>Reads and writes a user's head and segment rows. Each user has one partition.</summary>
internal sealed class UserRows(AzureStore store)
{
    private const int MaxTransactionRows = 100;
    private const int PageRows = 1000;

    // Sorts after every sequence number and before the head.
    private const string AfterNumbers = ":";

    private readonly TableClient _table = store.Events;

    /// <summary>Reads the user's head; returns <see cref="UserHead.None"/> if there is no row.</summary>
    public async Task<UserHead> ReadHeadAsync(string partition, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await store.Calls.RunAsync(
            token => _table.GetEntityIfExistsAsync<TableEntity>(partition, TableKeys.Head, cancellationToken: token),
            cancellationToken).ConfigureAwait(false);
        return row.HasValue ? UserHead.Read(row.Value!) : UserHead.None;
    }

    /// <summary>Replaces the head and adds segments in one transaction.</summary>
    /// <returns>The new head with its etag.</returns>
    /// <exception cref="RequestFailedException">The head changed. Nothing was written, unless an earlier try whose
    /// answer was lost wrote it.</exception>
    public async Task<UserHead> CommitAsync(
        string partition,
        UserHead before,
        UserHead after,
        IEnumerable<TableEntity> segments,
        CancellationToken cancellationToken)
    {
        TableTransactionAction[] actions =
        [
            after.Replace(partition, before),
            .. segments.Select(segment => new TableTransactionAction(TableTransactionActionType.Add, segment)),
        ];
        Response<IReadOnlyList<Response>> responses = await store.Calls.RunAsync(
            token => _table.SubmitTransactionAsync(actions, token), cancellationToken).ConfigureAwait(false);
        return after with { Etag = responses.Value[0].Headers.ETag };
    }

    /// <summary>Rewrites an unchanged head to give it a new etag, so that appends on the old etag fail.</summary>
    /// <exception cref="RequestFailedException">The head changed.</exception>
    public Task<Response> TouchAsync(string partition, UserHead head, CancellationToken cancellationToken) =>
        ReplaceHeadAsync(partition, head, head, cancellationToken);

    /// <summary>Reads the segments with entries after one sequence number and up to another, in order.</summary>
    public IAsyncEnumerable<LogSegment> ReadSegmentsAsync(
        string partition, long after, long upTo, CancellationToken cancellationToken)
    {
        string low = TableKeys.Number(after);
        string high = TableKeys.Number(upTo);
        return ReadSegmentsAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {low} and RowKey le {high}"),
            null,
            cancellationToken);
    }

    /// <summary>Reads the hashes of all segments without their entries.</summary>
    public IAsyncEnumerable<LogSegment> ReadIndexAsync(string partition, CancellationToken cancellationToken) =>
        ReadSegmentsAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey lt {AfterNumbers}"),
            ["PartitionKey", "RowKey", LogSegment.IndexColumn, LogSegment.PositionColumn], cancellationToken);

    /// <summary>
    /// Reads the user's segments after a sequence number and then the head, in one query of one partition.
    /// </summary>
    /// <param name="partition">Partition key of the user.</param>
    /// <param name="after">Sequence number; segments that end after it are read.</param>
    /// <param name="rows">Approximate number of rows that the caller needs.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public IAsyncEnumerable<TableEntity> ReadTailAsync(
        string partition, long after, int rows, CancellationToken cancellationToken) => QueryAsync(
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {TableKeys.Number(after)}"),
        null,
        Math.Clamp(rows, 1, PageRows),
        cancellationToken);

    /// <summary>Replaces entries by removed ones. A row keeps its key and its position.</summary>
    public async Task RemoveAsync(
        string partition,
        string userKey,
        HashSet<long> sequences,
        DateTimeOffset at,
        CancellationToken cancellationToken)
    {
        await foreach (LogSegment segment in ReadSegmentsAsync(
            partition, sequences.Min() - 1, LastKey(sequences), cancellationToken).ConfigureAwait(false))
        {
            LogEntry[] entries = [.. segment.Entries()];
            if (!entries.Any(entry => sequences.Contains(entry.Sequence) && entry is not RemovedEntry))
            {
                continue;
            }

            LogEntry[] left =
            [
                .. entries.Select(entry => sequences.Contains(entry.Sequence)
                    ? new RemovedEntry { Sequence = entry.Sequence, ReceivedAt = at }
                    : entry),
            ];
            TableEntity row = LogSegment.Pack(
                partition, AppendedEntries.Encode(userKey, left), segment.Position).Single();
            _ = await store.Calls.RunAsync(
                token => _table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, token),
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Gets the highest key of a row that can hold one of the entries: the key is the row's last sequence number.
    /// </summary>
    private static long LastKey(HashSet<long> sequences) => sequences.Max() + LogPosition.MaxEntries;

    /// <summary>Deletes the rows of erased entries and then clears the erasing flag in the head. Idempotent.</summary>
    public async Task DeleteErasedAsync(string partition, UserHead head, CancellationToken cancellationToken)
    {
        string filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey le {TableKeys.Number(head.ErasedTo)}");
        while (true)
        {
            TableTransactionAction[] deletes = await FirstDeletesAsync(filter, cancellationToken).ConfigureAwait(false);
            if (deletes.Length == 0)
            {
                break;
            }

            try
            {
                _ = await store.Calls.RunAsync(
                    token => _table.SubmitTransactionAsync(deletes, token), cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFailedException error) when (AzureCalls.IsConflict(error))
            {
                // Another process deletes the same rows: check which ones are left.
            }
        }

        try
        {
            _ = await ReplaceHeadAsync(
                partition, head, head with { IsErasing = false }, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (AzureCalls.IsConflict(error))
        {
            // The head changed; the flag stays set and the next reader retries.
        }
    }

    /// <summary>
    /// Deletes erased rows on behalf of a reader. A failure is ignored because the reader already has its data; the
    /// next reader retries.
    /// </summary>
    public async Task TryDeleteErasedAsync(string partition, UserHead head, CancellationToken cancellationToken)
    {
        try
        {
            await DeleteErasedAsync(partition, head, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The flag in the head stays set.
        }
    }

    private async Task<TableTransactionAction[]> FirstDeletesAsync(string filter, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> deletes = [];
        await foreach (TableEntity row in QueryAsync(
            filter, ["PartitionKey", "RowKey"], MaxTransactionRows, cancellationToken).ConfigureAwait(false))
        {
            deletes.Add(new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All));
            if (deletes.Count == MaxTransactionRows)
            {
                break;
            }
        }

        return [.. deletes];
    }

    private IAsyncEnumerable<TableEntity> QueryAsync(
        string filter, string[]? columns, int pageRows, CancellationToken cancellationToken) =>
        store.Calls.QueryAsync(
            token => _table.QueryAsync<TableEntity>(filter, pageRows, columns, token), pageRows, cancellationToken);

    private Task<Response> ReplaceHeadAsync(
        string partition, UserHead before, UserHead after, CancellationToken cancellationToken) => store.Calls.RunAsync(
        token => before.Etag is { } etag
            ? _table.UpdateEntityAsync(after.Write(partition), etag, TableUpdateMode.Replace, token)
            : _table.AddEntityAsync(after.Write(partition), token),
        cancellationToken);

    private async IAsyncEnumerable<LogSegment> ReadSegmentsAsync(
        string filter, string[]? columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TableEntity row in QueryAsync(
            filter, columns, PageRows, cancellationToken).ConfigureAwait(false))
        {
            yield return LogSegment.Read(row);
        }
    }
}
