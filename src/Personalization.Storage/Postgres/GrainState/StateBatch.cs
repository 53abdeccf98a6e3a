using Npgsql;
using Personalization.Storage.Postgres.Connections;

namespace Personalization.Storage.Postgres.GrainState;

/// <summary>Stores the states of many grains in one statement.</summary>
/// <remarks>
/// Rows to replace are first locked in key order, so that silos that write the same grains cannot deadlock. A row that
/// another silo changed or deleted in the meantime is excluded in this step.
/// </remarks>
internal static class StateBatch
{
    private const string Sql = """
        WITH input AS (
            SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS i (state_name, grain_id, expected, payload, number)
        ), locked AS MATERIALIZED (
            SELECT i.number, state.state_name, state.grain_id, i.expected, i.payload
            FROM input i JOIN grain_state state USING (state_name, grain_id)
            WHERE i.expected <> 0 AND state.etag = i.expected
            ORDER BY state.state_name, state.grain_id
            FOR UPDATE OF state
        ), replaced AS (
            UPDATE grain_state state SET etag = nextval('grain_state_etag'), payload = locked.payload
            FROM locked
            WHERE state.state_name = locked.state_name AND state.grain_id = locked.grain_id
                AND state.etag = locked.expected
            RETURNING locked.number, state.etag
        ), inserted AS (
            INSERT INTO grain_state (state_name, grain_id, etag, payload)
            SELECT state_name, grain_id, nextval('grain_state_etag'), payload FROM input WHERE expected = 0
            ORDER BY state_name COLLATE "C", grain_id COLLATE "C"
            ON CONFLICT DO NOTHING
            RETURNING state_name, grain_id, etag
        )
        SELECT i.number, coalesce(replaced.etag, inserted.etag), coalesce(found.etag, 0)
        FROM input i
        LEFT JOIN replaced ON replaced.number = i.number
        LEFT JOIN inserted ON inserted.state_name = i.state_name AND inserted.grain_id = i.grain_id
        LEFT JOIN grain_state found ON found.state_name = i.state_name AND found.grain_id = i.grain_id
        """;

    /// <summary>Stores the states and sets the results.</summary>
    public static async Task<int> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken)
    {
        using NpgsqlCommand command = connection
            .Command(
                Sql,
                writes.Select(write => write.StateName).ToArray(),
                writes.Select(write => write.GrainId).ToArray(),
                writes.Select(write => write.Etag).ToArray())
            .With(writes.Select(write => write.Payload).ToArray());
        List<(long Number, long? Written, long Found)> rows = await command.ReadRowsAsync(
            reader => (reader.GetInt64(0), reader.IsDBNull(1) ? (long?)null : reader.GetInt64(1), reader.GetInt64(2)),
            cancellationToken).ConfigureAwait(false);
        foreach ((long number, long? written, long found) in rows)
        {
            writes[(int)number - 1].Result = new StateOutcome(written is null, written ?? found);
        }

        return rows.Count;
    }
}
