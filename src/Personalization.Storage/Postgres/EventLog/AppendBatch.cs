using Npgsql;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Postgres.Connections;

namespace Personalization.Storage.Postgres.EventLog;

/// <summary>Stores the appends of many users in one statement and therefore in one transaction.</summary>
/// <remarks>
/// The statement compares and sets the head of each user. It inserts the events of successful appends; the other
/// appends are fenced. Heads are locked in key order, so that silos that write the same users cannot deadlock.
/// </remarks>
internal static class AppendBatch
{
    /// <remarks>
    /// The check of the head before the compare-and-set ensures that only an append that starts at 1 creates a head; a
    /// rejected append locks nothing. The events of successful appends are found by a hashed subplan. IS TRUE prevents
    /// the planner from turning the subplan into a join.
    /// </remarks>
    private const string Sql = """
        WITH won AS (
            INSERT INTO log_head AS head (user_key, last_sequence, previous_sequence)
            SELECT user_key, last, first - 1 FROM unnest($1, $2, $3) AS append (user_key, first, last)
            WHERE first - 1
                = coalesce((SELECT last_sequence FROM log_head known WHERE known.user_key = append.user_key), 0)
            ORDER BY user_key COLLATE "C"
            ON CONFLICT (user_key) DO UPDATE
                SET last_sequence = excluded.last_sequence, previous_sequence = excluded.previous_sequence
            WHERE head.last_sequence = excluded.previous_sequence
            RETURNING user_key
        ), stored AS (
            INSERT INTO log_entry (position, user_key, sequence, stored_at, event_hash, entry)
            SELECT (SELECT (pg_current_xact_id()::text::bigint + base) << 20 FROM log_origin) | (ordinal - 1),
                user_key, sequence, $8, event_hash, entry
            FROM unnest($4, $5, $6, $7) WITH ORDINALITY AS e (user_key, sequence, event_hash, entry, ordinal)
            WHERE (e.user_key IN (SELECT won.user_key FROM won)) IS TRUE
        )
        SELECT user_key FROM won
        """;

    /// <summary>Stores the appends in one transaction and sets their results.</summary>
    public static async Task<int> RunAsync(
        NpgsqlConnection connection,
        IReadOnlyList<AppendWrite> appends,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        using NpgsqlCommand command = Describe(connection, appends, now);
        HashSet<string> winners = new(
            await command.ReadRowsAsync(reader => reader.GetString(0), cancellationToken).ConfigureAwait(false),
            StringComparer.Ordinal);
        foreach (AppendWrite append in appends)
        {
            append.Result = winners.Contains(append.Key) ? AppendResult.Appended : AppendResult.Fenced;
        }

        return winners.Count;
    }

    private static NpgsqlCommand Describe(
        NpgsqlConnection connection, IReadOnlyList<AppendWrite> appends, DateTimeOffset now)
    {
        int count = appends.Sum(append => append.Entries.Length);
        string[] keys = new string[count];
        long[] sequences = new long[count];
        long[] hashes = new long[count];
        byte[][] entries = new byte[count][];
        int at = 0;
        foreach (AppendWrite append in appends)
        {
            append.Hashes.CopyTo(hashes, at);
            append.Entries.CopyTo(entries, at);
            for (int j = 0; j < append.Entries.Length; j++, at++)
            {
                keys[at] = append.Key;
                sequences[at] = append.First + j;
            }
        }

        return connection
            .Command(Sql, appends.Select(append => append.Key).ToArray(), appends.Select(
                append => append.First).ToArray(), appends.Select(append => append.Last).ToArray())
            .With(keys).With(sequences).With(hashes).With(entries).With(now.UtcDateTime);
    }
}
