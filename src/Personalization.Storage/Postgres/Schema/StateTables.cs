namespace Personalization.Storage.Postgres.Schema;

/// <summary>Tables of the grain states. Etags come from a sequence, so none is ever reused.</summary>
internal static class StateTables
{
    public const string Create = """
        CREATE SEQUENCE grain_state_etag AS bigint;
        CREATE TABLE grain_state (
            state_name text COLLATE "C" NOT NULL,
            grain_id text COLLATE "C" NOT NULL,
            etag bigint NOT NULL,
            payload bytea NOT NULL,
            PRIMARY KEY (state_name, grain_id)
        ) WITH (fillfactor = 70);
        """;
}
