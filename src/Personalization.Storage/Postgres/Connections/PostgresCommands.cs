using Npgsql;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>Creates and runs commands with typed positional parameters, which avoids boxing.</summary>
internal static class PostgresCommands
{
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql) => new(sql, connection);

    public static NpgsqlCommand Command<T1>(this NpgsqlConnection connection, string sql, T1 first) =>
        connection.Command(sql).With(first);

    public static NpgsqlCommand Command<T1, T2>(this NpgsqlConnection connection, string sql, T1 first, T2 second) =>
        connection.Command(sql, first).With(second);

    public static NpgsqlCommand Command<T1, T2, T3>(
        this NpgsqlConnection connection, string sql, T1 first, T2 second, T3 third) =>
        connection.Command(sql, first, second).With(third);

    /// <summary>Adds the next positional parameter.</summary>
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        _ = command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>Runs statements without parameters.</summary>
    public static async Task ExecuteAsync(
        this NpgsqlConnection connection, string sql, int timeoutSeconds, CancellationToken cancellationToken)
    {
        using NpgsqlCommand command = connection.Command(sql);
        command.CommandTimeout = timeoutSeconds;
        _ = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the single value of a statement without parameters.</summary>
    public static async Task<T> ReadScalarAsync<T>(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using NpgsqlCommand command = connection.Command(sql);
        return (T)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Reads all rows of a statement that stays prepared on its connection.</summary>
    public static async Task<List<T>> ReadRowsPreparedAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await command.ReadRowsAsync(read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads all rows.</summary>
    public static async Task<List<T>> ReadRowsAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                rows.Add(read(reader));
            }
        }

        return rows;
    }
}
