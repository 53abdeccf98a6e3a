namespace Personalization.Storage.Postgres.Schema;

/// <summary>Tables of the catalog: items as JSON with the epoch of their last change.</summary>
internal static class CatalogTables
{
    public const string Create = """
        CREATE TABLE catalog (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), epoch bigint NOT NULL);
        INSERT INTO catalog (epoch) VALUES (0);
        CREATE TABLE catalog_item (
            item_id text COLLATE "C" PRIMARY KEY,
            epoch bigint NOT NULL,
            ordinal bigint NOT NULL,
            body bytea NOT NULL
        );
        CREATE INDEX catalog_item_epoch ON catalog_item (epoch, ordinal);
        """;
}
