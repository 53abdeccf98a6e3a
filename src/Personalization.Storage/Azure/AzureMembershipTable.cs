using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Personalization.Storage.Azure;

/// <summary>
/// The cluster's membership in a table, in the layout of the official Azure clustering, so that silos with either can form one cluster:
/// a partition per cluster, a row per silo and one with the table's version. A silo's row and the version change in one transaction,
/// each on its etag.
/// </summary>
internal sealed class AzureMembershipTable : IMembershipTable
{
    private const int MaxTransactionRows = 100;
    private const int MaxAttempts = 10;

    private readonly TableClient _table;
    private readonly AzureCalls _calls;
    private readonly string _cluster;
    private readonly ILogger<AzureMembershipTable> _logger;

    public AzureMembershipTable(
        IOptions<AzureTableClusteringOptions> options, IOptions<ClusterOptions> cluster, TimeProvider time, ILogger<AzureMembershipTable> logger)
    {
        AzureTableClusteringOptions settings = options.Value;
        _table = AzureAccount.Tables(settings.ConnectionString, settings.TableServiceUri).GetTableClient(settings.TableName);
        _calls = new AzureCalls(TimeSpan.FromSeconds(settings.TimeoutSeconds), time);
        _cluster = cluster.Value.ClusterId;
        _logger = logger;
    }

    public Task InitializeMembershipTable(bool tryInitTableVersion) => InitializeMembershipTableAsync(tryInitTableVersion, CancellationToken.None);

    public async Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken)
    {
        await _calls.RunAsync(token => _table.CreateIfNotExistsAsync(token), cancellationToken).ConfigureAwait(false);
        if (tryInitTableVersion)
        {
            _ = await SucceedsAsync(token => _table.AddEntityAsync(SiloRow.Version(_cluster, 0), token), cancellationToken).ConfigureAwait(false);
        }
    }

    public Task DeleteMembershipTableEntries(string clusterId) => DeleteMembershipTableEntriesAsync(clusterId, CancellationToken.None);

    public async Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken)
    {
        List<TableEntity> rows = await QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {clusterId}"), cancellationToken).ConfigureAwait(false);
        await DeleteAsync(rows, cancellationToken).ConfigureAwait(false);
    }

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => CleanupDefunctSiloEntriesAsync(beforeDate, CancellationToken.None);

    public async Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken)
    {
        List<TableEntity> rows = await QueryAsync(ClusterFilter, cancellationToken).ConfigureAwait(false);
        await DeleteAsync([.. rows.Where(row => IsDefunct(row, beforeDate.UtcDateTime))], cancellationToken).ConfigureAwait(false);
    }

    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadRowAsync(key, CancellationToken.None);

    public async Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken) =>
        Parse(await QueryAsync(RowFilter(key), cancellationToken).ConfigureAwait(false));

    public Task<MembershipTableData> ReadAll() => ReadAllAsync(CancellationToken.None);

    public async Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken) =>
        Parse(await QueryAsync(ClusterFilter, cancellationToken).ConfigureAwait(false));

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => InsertRowAsync(entry, tableVersion, CancellationToken.None);

    public Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken) => SucceedsAsync(
        token => _table.SubmitTransactionAsync(
            [new TableTransactionAction(TableTransactionActionType.Add, SiloRow.Write(_cluster, entry)), Next(tableVersion)], token),
        cancellationToken);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        UpdateRowAsync(entry, etag, tableVersion, CancellationToken.None);

    /// <remarks>
    /// The etag a caller has is <see cref="SiloRow.Fingerprint"/>; the row's own one changes with every sign of life. So the row is read
    /// and compared first, and when a sign of life comes between, that is done again.
    /// </remarks>
    public async Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken)
    {
        string key = SiloRow.KeyOf(entry.SiloAddress);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            List<TableEntity> rows = await QueryAsync(RowFilter(entry.SiloAddress), cancellationToken).ConfigureAwait(false);
            TableEntity? row = rows.Find(row => row.RowKey == key);
            if (row is null || SiloRow.Fingerprint(row) != etag || rows.Find(IsVersion)?.ETag.ToString() != tableVersion.VersionEtag)
            {
                return false;
            }

            TableTransactionAction update = new(TableTransactionActionType.UpdateReplace, SiloRow.Write(_cluster, entry), row.ETag);
            if (await SucceedsAsync(token => _table.SubmitTransactionAsync([update, Next(tableVersion)], token), cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    public Task UpdateIAmAlive(MembershipEntry entry) => UpdateIAmAliveAsync(entry, CancellationToken.None);

    /// <summary>A sign of life is merged without an etag: it must not fail because the row changed, and changes nothing else.</summary>
    public Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken) => _calls.RunAsync(
        token => _table.UpdateEntityAsync(SiloRow.Alive(_cluster, entry), ETag.All, TableUpdateMode.Merge, token), cancellationToken);

    private string ClusterFilter => TableClient.CreateQueryFilter($"PartitionKey eq {_cluster}");

    private static bool IsVersion(TableEntity row) => row.RowKey == SiloRow.VersionKey;

    private static bool IsDefunct(TableEntity row, DateTime before)
    {
        if (IsVersion(row))
        {
            return false;
        }

        MembershipEntry entry = SiloRow.Read(row);
        IEnumerable<DateTime> signs = [entry.StartTime, entry.IAmAliveTime, .. (entry.SuspectTimes ?? []).Select(suspect => suspect.Item2)];
        return entry.Status == SiloStatus.Dead && signs.Max() < before;
    }

    private string RowFilter(SiloAddress silo) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {_cluster} and (RowKey eq {SiloRow.KeyOf(silo)} or RowKey eq {SiloRow.VersionKey})");

    private TableTransactionAction Next(TableVersion version) =>
        new(TableTransactionActionType.UpdateReplace, SiloRow.Version(_cluster, version.Version), new ETag(version.VersionEtag));

    private MembershipTableData Parse(List<TableEntity> rows)
    {
        TableEntity version = rows.Find(IsVersion)
            ?? throw new InvalidDataException($"Table {_table.Name} has no version row for cluster '{_cluster}'.");
        List<Tuple<MembershipEntry, string>> members = [];
        foreach (TableEntity row in rows.Where(row => !IsVersion(row)))
        {
            try
            {
                members.Add(Tuple.Create(SiloRow.Read(row), SiloRow.Fingerprint(row)));
            }
            catch (Exception error) when (error is FormatException or ArgumentException or InvalidOperationException)
            {
                // One row nobody can read must not stop a whole cluster.
                _logger.LogError(error, "The row {Row} of cluster {Cluster} in {Table} is not readable and is left out", row.RowKey, _cluster, _table.Name);
            }
        }

        return new MembershipTableData(members, SiloRow.ParseVersion(version));
    }

    private Task<List<TableEntity>> QueryAsync(string filter, CancellationToken cancellationToken) => _calls.RunAsync(
        async token =>
        {
            List<TableEntity> rows = [];
            await foreach (TableEntity row in _table.QueryAsync<TableEntity>(filter, cancellationToken: token).ConfigureAwait(false))
            {
                rows.Add(row);
            }

            return rows;
        },
        cancellationToken);

    private async Task DeleteAsync(List<TableEntity> rows, CancellationToken cancellationToken)
    {
        foreach (TableEntity[] batch in rows.Chunk(MaxTransactionRows))
        {
            TableTransactionAction[] deletes = [.. batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag))];
            if (!await SucceedsAsync(token => _table.SubmitTransactionAsync(deletes, token), cancellationToken).ConfigureAwait(false))
            {
                // Another silo cleans up too, or a row came to life: what is left goes the next time.
                _logger.LogInformation("Rows of cluster {Cluster} in {Table} changed while they were to be deleted", _cluster, _table.Name);
            }
        }
    }

    /// <summary>Makes a change; false when the rows are not as the caller thought.</summary>
    private async Task<bool> SucceedsAsync(Func<CancellationToken, Task> change, CancellationToken cancellationToken)
    {
        try
        {
            await _calls.RunAsync(change, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException error) when (AzureCalls.IsConflict(error))
        {
            return false;
        }
    }
}
