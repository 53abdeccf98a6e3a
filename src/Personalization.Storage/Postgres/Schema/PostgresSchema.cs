using Npgsql;
using Personalization.Storage.Postgres.Connections;

namespace Personalization.Storage.Postgres.Schema;

/// <summary>Creates and migrates the database tables in numbered steps, each applied once.</summary>
/// <remarks>
/// All pending steps run in one transaction under an advisory lock, so any number of silos may start at once. A
/// released step is never edited; every change is a new step.
/// </remarks>
public static class PostgresSchema
{
    /// <summary>Schema version that this engine creates and reads.</summary>
    public const int Version = 2;

    /// <summary>Advisory lock key; a number that other programs are unlikely to use.</summary>
    private const long LockKey = 0x50455253_4C4F4701;

    private const string Prepare =
        "CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY, applied_at timestamptz NOT NULL "
        + "DEFAULT now())";

    private static readonly Dictionary<int, string[]> Steps = new()
    {
        [1] = [LogTables.Create, StateTables.Create, CatalogTables.Create, ModelTables.Create, MembershipTables.Create],
        [2] = [LogTables.IndexHashes],
    };

    /// <summary>
    /// Migrates the database to <see cref="Version"/>, creates the current log partitions, and raises log positions if
    /// the database was restored from a dump.
    /// </summary>
    /// <exception cref="NewerSchemaException">A newer engine migrated the database; nothing was changed.</exception>
    /// <exception cref="IOException">The server could not be reached or rejected a statement.</exception>
    public static Task MigrateAsync(PostgresDatabase database, CancellationToken cancellationToken) =>
        database.StartAsync((connection, token) => MigrateAsync(connection, database, token), cancellationToken);

    private static async Task<int> MigrateAsync(
        NpgsqlConnection connection, PostgresDatabase database, CancellationToken cancellationToken)
    {
        int timeout = database.Options.BulkTimeoutSeconds;
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await connection.ExecuteAsync(
                $"SELECT pg_advisory_xact_lock({LockKey})", timeout, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(Prepare, timeout, cancellationToken).ConfigureAwait(false);
            int found = await connection.ReadScalarAsync<int>(
                "SELECT coalesce(max(version), 0) FROM schema_version", cancellationToken).ConfigureAwait(false);
            if (found > Version)
            {
                throw new NewerSchemaException(found, Version);
            }

            for (int version = found + 1; version <= Version; version++)
            {
                await ApplyAsync(connection, version, timeout, cancellationToken).ConfigureAwait(false);
            }

            if (found < Version)
            {
                await WriteMembershipQueriesAsync(connection, cancellationToken).ConfigureAwait(false);
            }

            await connection.ExecuteAsync(LogTables.RaiseBase, timeout, cancellationToken).ConfigureAwait(false);
            await LogPartitions.EnsureAsync(
                connection,
                database.Options.PartitionDays,
                database.Time.GetUtcNow(),
                cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return found;
        }
    }

    private static async Task ApplyAsync(
        NpgsqlConnection connection, int version, int timeout, CancellationToken cancellationToken)
    {
        foreach (string sql in Steps[version])
        {
            await connection.ExecuteAsync(sql, timeout, cancellationToken).ConfigureAwait(false);
        }

        await connection.ExecuteAsync(
            $"INSERT INTO schema_version (version) VALUES ({version})",
            timeout,
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteMembershipQueriesAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Upsert =
            "INSERT INTO OrleansQuery (QueryKey, QueryText) SELECT * FROM unnest($1, $2) ON CONFLICT (QueryKey) DO "
            + "UPDATE SET QueryText = excluded.QueryText";
        using NpgsqlCommand command = connection.Command(
            Upsert, MembershipTables.Queries.Keys.ToArray(), MembershipTables.Queries.Values.ToArray());
        _ = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
