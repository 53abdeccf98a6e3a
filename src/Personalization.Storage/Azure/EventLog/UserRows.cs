using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Personalization.Storage.Azure.Connections;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>A user's rows in the table of events: the head and the segments, in a partition of their own.</summary>
internal sealed class UserRows(AzureStore store)
{
    private const int MaxTransactionRows = 100;
    private const int PageRows = 1000;

    // Behind every number, before the head.
    private const string AfterNumbers = ":";

    private readonly TableClient _table = store.Events;

    /// <summary>The user's head; <see cref="UserHead.None"/> when there is none.</summary>
    public async Task<UserHead> ReadHeadAsync(string partition, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await store.Calls.RunAsync(
            token => _table.GetEntityIfExistsAsync<TableEntity>(partition, TableKeys.Head, cancellationToken: token),
            cancellationToken).ConfigureAwait(false);
        return row.HasValue ? UserHead.Read(row.Value!) : UserHead.None;
    }

    /// <summary>Replaces the head and adds segments, all or none.</summary>
    /// <returns>The new head, with its etag.</returns>
    /// <exception cref="RequestFailedException">The head is another one now: nothing was written, or it was by a try
    /// whose answer was lost.</exception>
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

    /// <summary>
    /// Writes a head as it is under a new etag, so that no append on the old one can succeed any more.
    /// </summary>
    /// <exception cref="RequestFailedException">The head is another one already.</exception>
    public Task<Response> TouchAsync(string partition, UserHead head, CancellationToken cancellationToken) =>
        ReplaceHeadAsync(partition, head, head, cancellationToken);

    /// <summary>Segments with entries after one number and up to another, in order.</summary>
    public IAsyncEnumerable<LogSegment> ReadSegmentsAsync(
        string partition, long after, long upTo, CancellationToken cancellationToken) =>
        ReadSegmentsAsync(TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey gt {TableKeys.Number(after)} and RowKey le "
                + $"{TableKeys.Number(upTo)}"), null, cancellationToken);

    /// <summary>The hashes of all segments, without their entries.</summary>
    public IAsyncEnumerable<LogSegment> ReadIndexAsync(string partition, CancellationToken cancellationToken) =>
        ReadSegmentsAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey lt {AfterNumbers}"),
            ["PartitionKey", "RowKey", LogSegment.IndexColumn, LogSegment.PositionColumn], cancellationToken);

    /// <summary>
    /// The user's segments after a number and then, if the caller gets so far, the head: one query of one partition.
    /// </summary>
    /// <param name="partition">The user's.</param>
    /// <param name="after">The number.</param>
    /// <param name="rows">About how many rows the caller will want.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    public IAsyncEnumerable<TableEntity> ReadTailAsync(
        string partition, long after, int rows, CancellationToken cancellationToken) => QueryAsync(
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {TableKeys.Number(after)}"),
        null,
        Math.Clamp(rows, 1, PageRows),
        cancellationToken);

    /// <summary>
    /// Deletes the rows of erased entries, and then the head's note that there may be some. Can be done again at any
    /// time.
    /// </summary>
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
                // Another one deletes them too: look what is left.
            }
        }

        try
        {
            _ = await ReplaceHeadAsync(
                partition, head, head with { IsErasing = false }, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (AzureCalls.IsConflict(error))
        {
            // The user's log went on; the note stays until the next one looks.
        }
    }

    /// <summary>
    /// The same on behalf of a reader, who has what it came for when this fails; the next one tries again.
    /// </summary>
    public async Task TryDeleteErasedAsync(string partition, UserHead head, CancellationToken cancellationToken)
    {
        try
        {
            await DeleteErasedAsync(partition, head, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The note in the head stays.
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
