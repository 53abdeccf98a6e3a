using Npgsql;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Postgres.Schema;

namespace Personalization.Storage.Postgres.EventLog;

/// <summary>
/// Drops old partitions of the log. The table <c>log_head</c> is kept, so the users' sequences continue.
/// </summary>
public sealed class PostgresLogRetention(PostgresDatabase database) : ILogRetention
{
    private const int UsersAtOnce = 1_000;

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogPart>> ListExpiredAsync(CancellationToken cancellationToken)
    {
        if (database.Options.RetentionDays == 0)
        {
            return [];
        }

        DateTimeOffset end = database.Time.GetUtcNow().AddDays(-database.Options.RetentionDays);
        List<LogPartition> all = await database.ReadAsync(
            LogPartitions.ReadAllAsync, cancellationToken).ConfigureAwait(false);
        return [.. all.Where(partition => partition.EndsAt <= end).Select(
            partition => new LogPart(partition.Name, partition.StartsAt, partition.EndsAt))];
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DropAsync(
        LogPart part,
        Func<LogPartUser, CancellationToken, ValueTask<bool>> isCovered,
        CancellationToken cancellationToken)
    {
        if (!(await ListExpiredAsync(cancellationToken).ConfigureAwait(false)).Contains(part))
        {
            throw new ArgumentException($"The log has no expired part '{part.Name}'.", nameof(part));
        }

        long newest = await database.ReadAsync(
            (connection, token) => ReadNewestAsync(connection, part.Name, token),
            cancellationToken).ConfigureAwait(false);
        string after = string.Empty;
        while (await ReadUsersAsync(part.Name, after, cancellationToken).ConfigureAwait(false) is { Count: > 0 } users)
        {
            foreach (LogPartUser user in users)
            {
                if (!await isCovered(user, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
            }

            after = users[^1].UserKey;
        }

        return await database.WriteAsync(
            (connection, token) => DropAsync(connection, part.Name, newest, token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads the next users in key order. The partition name is safe in SQL because it comes from the table of
    /// partitions.
    /// </summary>
    private Task<List<LogPartUser>> ReadUsersAsync(string name, string after, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                string sql = $"SELECT user_key, max(sequence) FROM {name} WHERE user_key > $1 GROUP BY user_key ORDER "
                    + $"BY user_key LIMIT {UsersAtOnce}";
                using NpgsqlCommand command = connection.Command(sql, after);
                command.CommandTimeout = database.Options.BulkTimeoutSeconds;
                return await command.ReadRowsAsync(
                    reader => new LogPartUser(reader.GetString(0), reader.GetInt64(1)), token).ConfigureAwait(false);
            }, cancellationToken);

    /// <summary>
    /// Locks the partition, checks that it received no events since its users were listed, and drops it. Fails after a
    /// short time if the partition is in use.
    /// </summary>
    private static async Task<bool> DropAsync(
        NpgsqlConnection connection, string name, long newest, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            string seize = $"SET LOCAL lock_timeout = {(int)LockPatience.TotalMilliseconds}; LOCK TABLE ONLY "
                + $"log_entry, {name} IN ACCESS EXCLUSIVE MODE";
            await connection.ExecuteAsync(seize, connection.CommandTimeout, cancellationToken).ConfigureAwait(false);
            if (await ReadNewestAsync(connection, name, cancellationToken).ConfigureAwait(false) != newest)
            {
                return false;
            }

            string drop = $"DROP TABLE {name}; DELETE FROM log_partition WHERE name = '{name}'";
            await connection.ExecuteAsync(drop, connection.CommandTimeout, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    private static Task<long> ReadNewestAsync(
        NpgsqlConnection connection, string name, CancellationToken cancellationToken) =>
        connection.ReadScalarAsync<long>($"SELECT coalesce(max(position), 0) FROM {name}", cancellationToken);
}
