using System.Globalization;
using Microsoft.Data.Sqlite;
using Personalization.Storage.Files;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.Backup;

/// <summary>Copies the file of an embedded store, which a running engine may be writing.</summary>
public static class SqliteBackup
{
    private const string QuickCheck = "PRAGMA quick_check(1)";

    /// <summary>Copies the state of the last commit with SQLite's online backup. Writers are not blocked.</summary>
    /// <param name="source">The store's file.</param>
    /// <param name="target">The new file. It is complete and flushed when the method returns.</param>
    /// <exception cref="IOException">The source is not readable or damaged, or the target cannot be
    /// written.</exception>
    public static void Copy(string source, string target)
    {
        try
        {
            using (SqliteConnection from = Open(source, SqliteOpenMode.ReadWrite))
            using (SqliteConnection to = Open(target, SqliteOpenMode.ReadWriteCreate))
            {
                _ = Scalar(from, "PRAGMA query_only = ON");
                from.BackupDatabase(to);

                // The copy is one file, without a write-ahead log beside it.
                _ = Scalar(to, "PRAGMA journal_mode = DELETE");
            }

            using FileStream file = new(target, FileMode.Open, FileAccess.ReadWrite);
            file.Flush(flushToDisk: true);
            DurableFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(target))!);
        }
        catch (SqliteException error)
        {
            throw new IOException($"The store '{source}' could not be copied: {error.Message}", error);
        }
    }

    /// <summary>Reads every page of a copy and returns what it holds.</summary>
    /// <exception cref="IOException">The file is damaged, or it is not a store that this engine can read.</exception>
    public static StoreContent Verify(string path)
    {
        try
        {
            using SqliteConnection store = Open(path, SqliteOpenMode.ReadOnly);
            SqliteSchema.CheckReadable(store);
            string found = Convert.ToString(Scalar(store, QuickCheck), CultureInfo.InvariantCulture)!;
            return found == "ok"
                ? new StoreContent
                {
                    SchemaVersion = Number(store, "SELECT value FROM meta WHERE name = 'schema_version'"),
                    Entries = Number(store, "SELECT count(*) FROM event"),
                    Items = Number(store, "SELECT count(*) FROM item"),
                    GrainStates = Number(store, "SELECT count(*) FROM grain_state"),
                }
                : throw new IOException($"The file '{path}' is damaged: {found.ReplaceLineEndings(" ")}");
        }
        catch (SqliteException error)
        {
            throw new IOException($"The file '{path}' is damaged or not a store: {error.Message}", error);
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static long Number(SqliteConnection connection, string sql) =>
        Convert.ToInt64(Scalar(connection, sql), CultureInfo.InvariantCulture);
}
