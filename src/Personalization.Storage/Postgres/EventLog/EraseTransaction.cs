using Npgsql;
using Personalization.Storage.Postgres.Connections;

namespace Personalization.Storage.Postgres.EventLog;

/// <summary>Erases a user's entries and leaves a mark.</summary>
/// <remarks>
/// The head is updated first, by its own statement: only the snapshot of a later statement is certain to include every
/// entry that the head counts. The server's next vacuum makes the space of the rows reusable.
/// </remarks>
internal static class EraseTransaction
{
    private const string WinHead = """
        INSERT INTO log_head AS head (user_key, last_sequence, previous_sequence)
        SELECT $1, $2, $2 - 1 WHERE $2 = 1 OR EXISTS (SELECT FROM log_head known WHERE known.user_key = $1)
        ON CONFLICT (user_key) DO UPDATE
            SET last_sequence = excluded.last_sequence, previous_sequence = excluded.previous_sequence
        WHERE head.last_sequence = excluded.previous_sequence
        """;

    private const string Delete = "DELETE FROM log_entry WHERE user_key = $1 AND sequence < $2";

    private const string InsertMark = """
        INSERT INTO log_entry (position, user_key, sequence, stored_at, event_hash, entry)
        SELECT (pg_current_xact_id()::text::bigint + base) << 20, $1, $2, $3, 0, $4 FROM log_origin
        """;

    /// <returns>Number of erased entries; null if another activation used the sequence number.</returns>
    public static async Task<long?> RunAsync(
        NpgsqlConnection connection, AppendWrite mark, DateTimeOffset now, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            using NpgsqlCommand win = connection.Command(WinHead, mark.Key, mark.First);
            if (await win.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
            {
                return null;
            }

            using NpgsqlCommand delete = connection.Command(Delete, mark.Key, mark.First);
            long erased = await delete.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            using NpgsqlCommand insert = connection.Command(
                InsertMark, mark.Key, mark.First, now.UtcDateTime).With(mark.Entries[0]);
            _ = await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return erased;
        }
    }
}
