using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>Creates the tables and migrates those of an older version.</summary>
internal static class SqliteSchema
{
    /// <summary>Application id in the file header: "Pers".</summary>
    private const long ApplicationId = 0x50657273;

    /// <summary>One migration script per schema version. Scripts are only ever appended.</summary>
    /// <remarks>
    /// The row id of an event is its position in commit order. The single writer checks that a sequence number is new.
    /// A row of <c>erasure</c> hides a user's entries before a sequence number from readers while they are deleted in
    /// slices.
    /// </remarks>
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE event (
            position INTEGER PRIMARY KEY, user_key TEXT NOT NULL, sequence INTEGER NOT NULL,
            event_hash INTEGER NOT NULL, entry BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX event_of_user ON event (user_key, sequence, event_hash);
        CREATE TABLE grain_state (
            state_name TEXT NOT NULL, grain_id TEXT NOT NULL, etag INTEGER NOT NULL, payload BLOB NOT NULL,
            PRIMARY KEY (state_name, grain_id)) STRICT;
        CREATE TABLE item (item_id TEXT PRIMARY KEY NOT NULL, epoch INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE INDEX item_by_epoch ON item (epoch);
        INSERT INTO meta (name, value) VALUES ('catalog_epoch', 0), ('probe', 0), ('generation', 0);
        """,

        // Only users with more than 1,024 entries pay for this index. Without it, the search for a duplicate reads the
        // user's whole history.
        "CREATE INDEX event_by_hash ON event (user_key, event_hash) WHERE sequence > 1024;",
        """
        CREATE TABLE erasure (user_key TEXT PRIMARY KEY NOT NULL, before INTEGER NOT NULL) STRICT;
        """,

        // The index of the log is in memory. Its batches are stored here; the first start builds them from the rows.
        """
        DROP INDEX event_by_hash;
        DROP INDEX event_of_user;
        CREATE TABLE log_index (last INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        """,
    ];

    /// <summary>Current schema version.</summary>
    public static int Version => Migrations.Length;

    /// <summary>Migrates the file to <see cref="Version"/>.</summary>
    /// <returns>Generation of this opening; greater than all earlier generations of the file.</returns>
    /// <exception cref="IOException">The file has a newer version or is not a store of this engine.</exception>
    public static long Apply(SqliteConnection connection)
    {
        try
        {
            RefuseForeign(connection);
            using SqliteTransaction transaction = connection.BeginTransaction();
            Run(connection, $"PRAGMA application_id = {ApplicationId}; CREATE TABLE IF NOT EXISTS meta (name TEXT "
                + $"PRIMARY KEY NOT NULL, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;");
            Run(connection, "INSERT OR IGNORE INTO meta (name, value) VALUES ('schema_version', 0);");
            long found = Read(connection, "SELECT value FROM meta WHERE name = 'schema_version'");
            RefuseNewer(connection, found);
            for (long version = found; version < Version; version++)
            {
                Run(connection, Migrations[version]);
            }

            Run(connection, $"UPDATE meta SET value = {Version} WHERE name = 'schema_version'; UPDATE meta SET value = "
                + $"value + 1 WHERE name = 'generation';");
            long generation = Read(connection, "SELECT value FROM meta WHERE name = 'generation'");
            transaction.Commit();
            return generation;
        }
        catch (SqliteException error)
        {
            throw new IOException($"The store '{connection.DataSource}' could not be opened: {error.Message}", error);
        }
    }

    /// <summary>Refuses a file that is not a store of this engine or that a newer engine wrote.</summary>
    /// <exception cref="IOException">The file is refused.</exception>
    public static void CheckReadable(SqliteConnection connection)
    {
        if (Read(connection, "PRAGMA application_id") != ApplicationId)
        {
            throw new IOException($"The file '{connection.DataSource}' is not a store of this engine.");
        }

        RefuseNewer(connection, Read(connection, "SELECT value FROM meta WHERE name = 'schema_version'"));
    }

    private static void RefuseForeign(SqliteConnection connection)
    {
        if (Read(connection, "PRAGMA application_id") != ApplicationId
            && Read(connection, "SELECT count(*) FROM sqlite_schema") > 0)
        {
            throw new IOException($"The file '{connection.DataSource}' is a database of another program. Configure a "
                + $"different path.");
        }
    }

    private static void RefuseNewer(SqliteConnection connection, long found)
    {
        if (found > Version)
        {
            throw new IOException(
                $"The store '{connection.DataSource}' has schema version {found} but this engine supports at most "
                    + $"{Version}. A newer engine wrote it: start that version, or configure a different path.");
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    private static long Read(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
