using System.Text.Json;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.Catalog;

/// <summary>
/// Stores items under the catalog's next epoch; does nothing if another writer has already taken that epoch.
/// </summary>
internal sealed class CatalogWrite : SqliteWrite<long?>
{
    private const string Upsert =
        "INSERT INTO item (item_id, epoch, body) VALUES (?1, ?2, ?3) ON CONFLICT (item_id) DO UPDATE SET epoch = "
        + "excluded.epoch, body = excluded.body";

    private readonly (byte[] Id, byte[] Body)[] _items;
    private readonly long _expectedEpoch;

    public CatalogWrite(IReadOnlyCollection<CatalogItem> items, long expectedEpoch)
    {
        _items = [.. items.Select(item =>
            (
                SqliteStatement.Encode(item.Id.Value),
                JsonSerializer.SerializeToUtf8Bytes(item, StorageJson.Default.CatalogItem)))];
        _expectedEpoch = expectedEpoch;
        Size = (int)Math.Min(int.MaxValue, _items.Sum(item => (long)item.Body.Length));
    }

    public override int Size { get; }

    public override void Execute(WriterSession session)
    {
        if (CatalogQueries.ReadEpoch(session.Session) != _expectedEpoch)
        {
            Result = null;
            return;
        }

        long epoch = _expectedEpoch + 1;
        SqliteStatement upsert = session.Statement(Upsert);
        foreach ((byte[] id, byte[] body) in _items)
        {
            _ = upsert.BindText(1, id).Bind(2, epoch).BindBlob(3, body).Run();
        }

        _ = session.Statement("UPDATE meta SET value = ?1 WHERE name = 'catalog_epoch'").Bind(1, epoch).Run();
        Result = epoch;
    }
}
