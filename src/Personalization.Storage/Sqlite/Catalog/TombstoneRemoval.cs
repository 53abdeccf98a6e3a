using Personalization.Abstractions.Identity;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.Catalog;

/// <summary>Removes the rows of deleted items. The result is the number of removed rows.</summary>
internal sealed class TombstoneRemoval(IReadOnlyCollection<ItemId> items) : SqliteWrite<int>
{
    private const string Delete = "DELETE FROM item WHERE item_id = ?1 AND CAST(body AS TEXT) ->> '$.deleted' = 1";

    private readonly byte[][] _items = [.. items.Select(item => SqliteStatement.Encode(item.Value))];

    public override int Size => _items.Sum(item => item.Length);

    public override void Execute(WriterSession session)
    {
        SqliteStatement delete = session.Statement(Delete);
        Result = _items.Sum(item => delete.BindText(1, item).Run());
    }
}
