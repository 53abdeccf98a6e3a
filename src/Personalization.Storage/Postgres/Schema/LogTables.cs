namespace Personalization.Storage.Postgres.Schema;

/// <summary>
/// The event log's tables. <c>log_entry</c> is partitioned by the time of storing, so that old events go by dropping a
/// partition; no key of it can span partitions, so user and sequence are fenced by <c>log_head</c>, a row for each
/// user, kept for ever. Its <c>previous_sequence</c> is there to be compared: an append names what it follows, and only
/// a conflicting row's columns can carry that into the update's condition. Free space in its pages keeps updates off
/// the index.
/// </summary>
/// <remarks>
/// <para>Position: the writing transaction's number (plus <c>log_origin.base</c>) shifted left by 20 bits, then the
/// entry's place in its batch. Numbers are given when a transaction first writes, not when it commits, so a reader
/// stops before the oldest transaction still under way in its snapshot: all below have ended, and all that begin later
/// get higher numbers. Nothing is ever skipped, writers never wait for each other, and no sequence or lock is shared by
/// silos. The cost: a long writing transaction anywhere in the server holds back the readers of the whole log for as
/// long as it runs.</para>
/// <para>Base: 0, until a dump is restored into a server whose transaction numbers are lower than the ones in the dump;
/// the next start of the engine then raises it, so that positions go on growing. Restore while the engine is
/// stopped.</para>
/// </remarks>
internal static class LogTables
{
    /// <summary>Bits of a position for the place in the batch.</summary>
    public const int OrdinalBits = 20;

    public const string Create = """
        CREATE TABLE log_origin (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), base bigint NOT NULL);
        INSERT INTO log_origin (base) VALUES (0);

        CREATE TABLE log_head (
            user_key text COLLATE "C" PRIMARY KEY,
            last_sequence bigint NOT NULL,
            previous_sequence bigint NOT NULL
        ) WITH (fillfactor = 70);

        CREATE TABLE log_entry (
            position bigint NOT NULL,
            user_key text COLLATE "C" NOT NULL,
            sequence bigint NOT NULL,
            stored_at timestamptz NOT NULL,
            event_hash bigint NOT NULL,
            entry bytea NOT NULL
        ) PARTITION BY RANGE (stored_at);
        CREATE INDEX log_entry_user ON log_entry (user_key, sequence) INCLUDE (event_hash);
        CREATE INDEX log_entry_position ON log_entry (position);

        CREATE TABLE log_partition (
            name text PRIMARY KEY, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL
        );
        CREATE TABLE log_entry_default PARTITION OF log_entry DEFAULT;

        CREATE TABLE store_probe (
            only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), count bigint NOT NULL
        ) WITH (fillfactor = 10);
        INSERT INTO store_probe (count) VALUES (0);
        """;

    /// <summary>Raises the base when the log holds positions that a transaction of today would not exceed.</summary>
    public const string RaiseBase = """
        UPDATE log_origin SET base = base + last.number - (pg_current_xact_id()::text::bigint + base) + 1
        FROM (SELECT coalesce(max(position) >> 20, 0) AS number FROM log_entry) AS last
        WHERE last.number >= pg_current_xact_id()::text::bigint + base
        """;
}
