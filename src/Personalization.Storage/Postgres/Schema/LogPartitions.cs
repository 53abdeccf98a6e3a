using System.Globalization;
using Npgsql;
using Personalization.Storage.Postgres.Connections;

namespace Personalization.Storage.Postgres.Schema;

/// <summary>
/// Creates the log partitions in advance: the current one, the next one, and those for entries in the default
/// partition.
/// </summary>
/// <remarks>
/// Entries go to the default partition if their own was missing. Partition ranges are multiples of the configured days
/// since 1970, reduced to what no other partition covers.
/// </remarks>
internal static class LogPartitions
{
    private const long LockKey = 0x50455253_4C4F4702;

    private const string ReadAll = "SELECT name, starts_at, ends_at FROM log_partition ORDER BY starts_at";

    /// <summary>Creates the missing partitions in the caller's transaction.</summary>
    public static async Task EnsureAsync(
        NpgsqlConnection connection, int days, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _ = await connection.ReadScalarAsync<object>(
            $"SELECT pg_advisory_xact_lock({LockKey}) IS NULL", cancellationToken).ConfigureAwait(false);
        List<LogPartition> known = await ReadAllAsync(connection, cancellationToken).ConfigureAwait(false);
        List<DateTimeOffset> wanted = [now, now.AddDays(days)];
        using (NpgsqlCommand stray = connection.Command(
            "SELECT DISTINCT date_trunc('day', stored_at, 'UTC') FROM log_entry_default"))
        {
            wanted.AddRange(await stray.ReadRowsAsync(
                reader => reader.GetFieldValue<DateTimeOffset>(0), cancellationToken).ConfigureAwait(false));
        }

        foreach (DateTimeOffset moment in wanted)
        {
            if (!known.Exists(partition => partition.StartsAt <= moment && moment < partition.EndsAt))
            {
                LogPartition missing = Around(moment, days, known);
                await CreateAsync(connection, missing, cancellationToken).ConfigureAwait(false);
                known.Add(missing);
            }
        }
    }

    public static async Task<List<LogPartition>> ReadAllAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using NpgsqlCommand command = connection.Command(ReadAll);
        return await command.ReadRowsAsync(
            reader => new LogPartition(
                reader.GetString(0),
                reader.GetFieldValue<DateTimeOffset>(1),
                reader.GetFieldValue<DateTimeOffset>(2)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the new partition for a time that no partition covers.</summary>
    internal static LogPartition Around(DateTimeOffset moment, int days, IReadOnlyCollection<LogPartition> known)
    {
        long number = (long)Math.Floor((moment - DateTimeOffset.UnixEpoch) / TimeSpan.FromDays(days));
        DateTimeOffset start = DateTimeOffset.UnixEpoch.AddDays(number * days);
        DateTimeOffset end = start.AddDays(days);
        foreach (LogPartition other in known)
        {
            start = other.EndsAt <= moment && other.EndsAt > start ? other.EndsAt : start;
            end = other.StartsAt > moment && other.StartsAt < end ? other.StartsAt : end;
        }

        return new LogPartition(
            string.Create(CultureInfo.InvariantCulture, $"log_entry_{start.UtcDateTime:yyyyMMdd}"), start, end);
    }

    /// <summary>
    /// Moves matching entries from the default partition into the new table, then attaches the table.
    /// </summary>
    /// <remarks>
    /// The default partition is locked first, because a concurrent insert would make the attach fail. The log table is
    /// locked before that: attaching locks it too, and all other writers lock it first.
    /// </remarks>
    private static async Task CreateAsync(
        NpgsqlConnection connection, LogPartition partition, CancellationToken cancellationToken)
    {
        string from = Literal(partition.StartsAt);
        string to = Literal(partition.EndsAt);
        string sql = $"""
            LOCK TABLE ONLY log_entry IN SHARE UPDATE EXCLUSIVE MODE;
            LOCK TABLE log_entry_default IN ACCESS EXCLUSIVE MODE;
            CREATE TABLE {partition.Name} (LIKE log_entry INCLUDING DEFAULTS);
            WITH stray AS (DELETE FROM log_entry_default WHERE stored_at >= {from} AND stored_at < {to} RETURNING *)
            INSERT INTO {partition.Name} SELECT * FROM stray;
            ALTER TABLE log_entry ATTACH PARTITION {partition.Name} FOR VALUES FROM ({from}) TO ({to});
            INSERT INTO log_partition (name, starts_at, ends_at) VALUES ('{partition.Name}', {from}, {to});
            """;
        await connection.ExecuteAsync(sql, connection.CommandTimeout, cancellationToken).ConfigureAwait(false);
    }

    private static string Literal(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"'{time.UtcDateTime:yyyy-MM-dd HH:mm:ss}+00'");
}

/// <summary>
/// Partition of the log: entries stored from <see cref="StartsAt"/> up to, but not including, <see cref="EndsAt"/>.
/// </summary>
internal sealed record LogPartition(string Name, DateTimeOffset StartsAt, DateTimeOffset EndsAt);
