using Azure;
using Azure.Data.Tables;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Azure.Connections;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>Reads the whole log in the order of announcements.</summary>
/// <remarks>
/// The reader stays behind by the lag, so every announcement up to its position is stored. Before the reader passes an
/// announced append that is missing, it gives the user's head a new etag. A transaction that is still on its way then
/// fails.
/// </remarks>
internal sealed class LogFollower(AzureStore store, UserRows rows)
{
    private const int MaxAttempts = 20;
    private const int MaxPage = 200;
    private const int Parallel = 32;

    private readonly TimeSpan _lag = TimeSpan.FromSeconds(store.Options.ReadLagSeconds);

    /// <summary>Reads the entries of all users after a position.</summary>
    public async Task<IReadOnlyList<LogRecord>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        long from = LogPosition.GroupOf(after);
        long to = LogPosition.At(store.Clock.UtcNow - _lag);
        List<LogRecord> found = [];
        if (from >= to)
        {
            return found;
        }

        // The row key implies the partition; the partition filter tells the service which partitions to search.
        string firstPartition = LogPosition.Partition(from);
        string lastPartition = LogPosition.Partition(to);
        string partitions = TableClient.CreateQueryFilter(
            $"PartitionKey ge {firstPartition} and PartitionKey le {lastPartition}");
        string rowKeys = TableClient.CreateQueryFilter(
            $"RowKey ge {TableKeys.Number(from)} and RowKey lt {TableKeys.Number(to)}");
        string filter = $"{partitions} and {rowKeys}";
        int pageRows = Math.Clamp(limit, 1, MaxPage);
        await foreach (Page<TableEntity> page in store.Calls.PagesAsync(
            token => store.Intents.QueryAsync<TableEntity>(filter, pageRows, null, token),
            pageRows,
            cancellationToken).ConfigureAwait(false))
        {
            IEnumerable<LogIntent.Item> items = page.Values.SelectMany(
                row => LogIntent.Read(row).Items).Where(item => item.Position + item.Count > after + 1);
            foreach (LogIntent.Item[] some in items.Chunk(Math.Clamp(limit, 1, Parallel)))
            {
                IReadOnlyList<LogRecord>[] read = await Task.WhenAll(
                    some.Select(item => ReadItemAsync(item, cancellationToken))).ConfigureAwait(false);
                found.AddRange(read.SelectMany(records => records)
                    .Where(record => record.Position > after)
                    .Take(limit - found.Count));
                if (found.Count == limit)
                {
                    return found;
                }
            }
        }

        return found;
    }

    /// <summary>Reads the entries of an announced append; the result is final.</summary>
    private async Task<IReadOnlyList<LogRecord>> ReadItemAsync(LogIntent.Item item, CancellationToken cancellationToken)
    {
        string partition = TableKeys.Partition(item.UserKey);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            // Read the head before the segments: a pending transaction then needs the etag that the head has now.
            UserHead head = await rows.ReadHeadAsync(partition, cancellationToken).ConfigureAwait(false);
            List<LogRecord> records = await ReadSegmentsAsync(
                partition, item, head, cancellationToken).ConfigureAwait(false);
            if (head.IsErasing)
            {
                await rows.TryDeleteErasedAsync(partition, head, cancellationToken).ConfigureAwait(false);
            }

            if (records.Count > 0 || head.Last >= item.First)
            {
                return records;
            }

            try
            {
                _ = await rows.TouchAsync(partition, head, cancellationToken).ConfigureAwait(false);
                return [];
            }
            catch (RequestFailedException error) when (AzureCalls.IsConflict(error))
            {
                // Another process wrote the head, perhaps for this append: read again.
            }
        }

        throw new IOException($"The log of a user changed during each of {MaxAttempts} attempts to read it.");
    }

    private async Task<List<LogRecord>> ReadSegmentsAsync(
        string partition, LogIntent.Item item, UserHead head, CancellationToken cancellationToken)
    {
        List<LogRecord> records = [];
        long last = item.First + item.Count - 1;
        if (last <= head.ErasedTo)
        {
            return records;
        }

        await foreach (LogSegment segment in rows.ReadSegmentsAsync(
            partition, item.First - 1, last, cancellationToken).ConfigureAwait(false))
        {
            // Another attempt at the same sequence numbers has another position and its own announcement.
            if (segment.Position - segment.First == item.Position - item.First)
            {
                records.AddRange(segment.Entries().Where(entry => entry.Sequence > head.ErasedTo)
                    .Select(
                        entry => new LogRecord(item.Position + (entry.Sequence - item.First), item.UserKey, entry)));
            }
        }

        return records;
    }
}
