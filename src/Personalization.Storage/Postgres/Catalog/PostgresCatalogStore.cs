using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Stores;
using Personalization.Storage.Postgres.Connections;

namespace Personalization.Storage.Postgres.Catalog;

/// <summary>Catalog in a PostgreSQL database. Each call is one statement, so items and epoch are consistent.</summary>
public sealed class PostgresCatalogStore(PostgresDatabase database) : ICatalogStore
{
    private const string WriteSql = """
        WITH won AS (
            UPDATE catalog SET epoch = epoch + 1 WHERE epoch = $1 RETURNING epoch
        ), stored AS (
            INSERT INTO catalog_item (item_id, epoch, ordinal, body)
            SELECT item.item_id, won.epoch, item.ordinal, item.body
            FROM won, unnest($2, $3) WITH ORDINALITY AS item (item_id, body, ordinal)
            ON CONFLICT (item_id) DO UPDATE SET epoch = excluded.epoch, ordinal = excluded.ordinal, body = excluded.body
        )
        SELECT epoch FROM won
        """;

    private const string ReadSql = """
        SELECT catalog.epoch, item.body FROM catalog
        LEFT JOIN catalog_item item ON item.epoch > $1 ORDER BY item.epoch, item.ordinal
        """;

    private const string FindSql = "SELECT body FROM catalog_item WHERE item_id = $1";

    private const string FindManySql = "SELECT body FROM catalog_item WHERE item_id = ANY ($1)";

    private const string RemoveSql = """
        DELETE FROM catalog_item
        WHERE item_id = ANY ($1) AND (convert_from(body, 'UTF8')::jsonb ->> 'deleted')::boolean
        """;

    /// <inheritdoc/>
    public async ValueTask<long?> WriteAsync(
        IReadOnlyCollection<CatalogItem> items, long expectedEpoch, CancellationToken cancellationToken)
    {
        // A statement cannot update a row twice. If an item appears twice, its last occurrence is stored.
        CatalogItem[] distinct = [.. items.GroupBy(item => item.Id).Select(group => group.Last())];
        string[] ids = [.. distinct.Select(item => PostgresText.Check(item.Id.Value, nameof(items)))];
        byte[][] bodies =
        [.. distinct.Select(item => JsonSerializer.SerializeToUtf8Bytes(item, StorageJson.Default.CatalogItem))];
        return await database.WriteAsync(
            async (connection, token) =>
            {
                using NpgsqlCommand command = Bulk(connection.Command(WriteSql, expectedEpoch, ids, bodies));
                return await command.ExecuteScalarAsync(token).ConfigureAwait(false) as long?;
            }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<CatalogChange> ReadAsync(long afterEpoch, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            async (connection, token) =>
            {
                using NpgsqlCommand command = Bulk(connection.Command(ReadSql, afterEpoch));
                List<(long Epoch, CatalogItem? Item)> rows = await command.ReadRowsAsync(
                    reader => (reader.GetInt64(0), reader.IsDBNull(1) ? null : Decode(reader.GetFieldValue<byte[]>(1))),
                    token).ConfigureAwait(false);
                return new CatalogChange(
                    rows[0].Epoch, rows.Select(row => row.Item).OfType<CatalogItem>().ToImmutableArray());
            }, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<CatalogItem?> FindAsync(ItemId item, CancellationToken cancellationToken)
    {
        string id = PostgresText.Check(item.Value, nameof(item));
        return await database.ReadAsync(
            async (connection, token) =>
            {
                using NpgsqlCommand command = connection.Command(FindSql, id);
                return await command.ExecuteScalarAsync(token).ConfigureAwait(false) is byte[] body
                    ? Decode(body)
                    : null;
            }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CatalogItem>> FindManyAsync(
        IReadOnlyCollection<ItemId> items, CancellationToken cancellationToken)
    {
        string[] ids = [.. items.Select(item => PostgresText.Check(item.Value, nameof(items)))];
        return await database.ReadAsync<IReadOnlyList<CatalogItem>>(
            async (connection, token) =>
            {
                using NpgsqlCommand command = connection.Command(FindManySql, ids);
                return await command.ReadRowsAsync(
                    reader => Decode(reader.GetFieldValue<byte[]>(0)), token).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveDeletedAsync(
        IReadOnlyCollection<ItemId> items, CancellationToken cancellationToken)
    {
        string[] ids = [.. items.Select(item => PostgresText.Check(item.Value, nameof(items)))];
        _ = await database.WriteAsync(
            async (connection, token) =>
            {
                using NpgsqlCommand command = Bulk(connection.Command(RemoveSql, ids));
                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            }, cancellationToken).ConfigureAwait(false);
    }

    private NpgsqlCommand Bulk(NpgsqlCommand command)
    {
        command.CommandTimeout = database.Options.BulkTimeoutSeconds;
        return command;
    }

    private static CatalogItem Decode(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, StorageJson.Default.CatalogItem)
                ?? throw new InvalidDataException("A stored item is null.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"A stored catalog item is not readable: {error.Message}", error);
        }
    }
}
