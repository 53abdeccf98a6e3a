using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.Catalog;

/// <summary>Reads from the catalog tables.</summary>
internal static class CatalogQueries
{
    public static long ReadEpoch(SqliteSession session)
    {
        SqliteStatement statement = session.Statement("SELECT value FROM meta WHERE name = 'catalog_epoch'");
        long epoch = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return epoch;
    }

    /// <summary>Reads the epoch and the items in one transaction, so that they match.</summary>
    public static CatalogChange ReadChange(SqliteSession session, long afterEpoch, CancellationToken cancellationToken)
    {
        _ = session.Statement("BEGIN").Run();
        try
        {
            long epoch = ReadEpoch(session);
            return new CatalogChange(epoch, ReadItems(session, afterEpoch, cancellationToken));
        }
        finally
        {
            _ = session.Statement("COMMIT").Run();
        }
    }

    public static CatalogItem? Find(SqliteSession session, ItemId item, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SqliteStatement statement = session.Statement(
            "SELECT body FROM item WHERE item_id = ?1").BindText(1, item.Value);
        try
        {
            return statement.Step() ? Decode(statement.Bytes(0)) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Reads items in one transaction, so that they match.</summary>
    public static IReadOnlyList<CatalogItem> FindMany(
        SqliteSession session, IReadOnlyCollection<ItemId> items, CancellationToken cancellationToken)
    {
        _ = session.Statement("BEGIN").Run();
        try
        {
            return
            [
                .. items.Distinct().Select(item => Find(session, item, cancellationToken)).OfType<CatalogItem>(),
            ];
        }
        finally
        {
            _ = session.Statement("COMMIT").Run();
        }
    }

    private static ImmutableArray<CatalogItem> ReadItems(
        SqliteSession session, long afterEpoch, CancellationToken cancellationToken)
    {
        ImmutableArray<CatalogItem>.Builder items = ImmutableArray.CreateBuilder<CatalogItem>();
        SqliteStatement statement = session.Statement(
            "SELECT body FROM item WHERE epoch > ?1 ORDER BY epoch, rowid").Bind(1, afterEpoch);
        try
        {
            while (statement.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                items.Add(Decode(statement.Bytes(0)));
            }
        }
        finally
        {
            statement.Reset();
        }

        return items.ToImmutable();
    }

    private static CatalogItem Decode(ReadOnlySpan<byte> body)
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
