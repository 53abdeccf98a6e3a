using Npgsql;
using Personalization.Storage.Postgres.Connections;

namespace Personalization.Storage.Postgres.GrainState;

/// <summary>Reads and deletes single grain states.</summary>
internal static class StateQueries
{
    private const string ReadSql = "SELECT etag, payload FROM grain_state WHERE state_name = $1 AND grain_id = $2";

    private const string ReadEtagSql = "SELECT etag FROM grain_state WHERE state_name = $1 AND grain_id = $2";

    private const string DeleteSql =
        "DELETE FROM grain_state WHERE state_name = $1 AND grain_id = $2 AND ($3 = 0 OR etag = $3)";

    /// <summary>Reads the row; null if there is none.</summary>
    public static async Task<StoredState?> ReadAsync(
        NpgsqlConnection connection, string stateName, string grainId, CancellationToken cancellationToken)
    {
        using NpgsqlCommand command = connection.Command(ReadSql, stateName, grainId);
        List<StoredState> rows = await command.ReadRowsPreparedAsync(
            reader => new StoredState(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)),
            cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Deletes the row if the caller has its etag or no etag (0).</summary>
    public static async Task<StateOutcome> ClearAsync(
        NpgsqlConnection connection, string stateName, string grainId, long etag, CancellationToken cancellationToken)
    {
        using NpgsqlCommand delete = connection.Command(DeleteSql, stateName, grainId, etag);
        if (await delete.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) > 0 || etag == 0)
        {
            return default;
        }

        using NpgsqlCommand read = connection.Command(ReadEtagSql, stateName, grainId);
        object? found = await read.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        return new StateOutcome(IsConflict: true, found as long? ?? 0);
    }
}
