namespace Personalization.Storage.Postgres.Schema;

/// <summary>Tables of model versions: files with checksums, stored in chunks without compression.</summary>
internal static class ModelTables
{
    public const string Create = """
        CREATE TABLE model_version (
            version text COLLATE "C" PRIMARY KEY, written_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE model_file (
            version text COLLATE "C" NOT NULL REFERENCES model_version ON DELETE CASCADE,
            name text COLLATE "C" NOT NULL,
            bytes bigint NOT NULL,
            sha256 bytea NOT NULL,
            PRIMARY KEY (version, name)
        );
        CREATE TABLE model_chunk (
            version text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL,
            number integer NOT NULL,
            content bytea NOT NULL,
            PRIMARY KEY (version, name, number),
            FOREIGN KEY (version, name) REFERENCES model_file ON DELETE CASCADE
        );
        ALTER TABLE model_chunk ALTER content SET STORAGE EXTERNAL;
        """;
}
