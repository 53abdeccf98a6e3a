namespace Personalization.Storage.Postgres.Schema;

/// <summary>Tables of the event log.</summary>
/// <remarks>
/// <para>The table <c>log_entry</c> is partitioned by storage time, so old events are removed by dropping a partition.
/// Its keys cannot span partitions, so the table <c>log_head</c> fences user and sequence. It has one permanent row per
/// user. An append names its predecessor in <c>previous_sequence</c>: the condition of the update can read only columns
/// of the conflicting row. Free space in the pages of <c>log_head</c> keeps updates out of the index.</para>
/// <para>Position: number of the writing transaction (plus <c>log_origin.base</c>) shifted left by 20 bits, plus the
/// index of the entry in its batch. A transaction gets its number at its first write, not at commit. A reader therefore
/// stops before the oldest running transaction of its snapshot: all earlier ones have ended, and all later ones get
/// higher numbers. No entry is skipped, writers never wait for each other, and silos share no sequence or lock. The
/// cost: a long write transaction anywhere in the server delays the readers of the whole log until it ends.</para>
/// <para>Base: 0, unless a dump is restored into a server with lower transaction numbers than those in the dump. The
/// next start of the engine then raises the base, so that positions keep increasing. Restore only while the engine is
/// stopped.</para>
/// </remarks>
internal static class LogTables
{
    /// <summary>Number of position bits for the index in the batch.</summary>
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

    /// <summary>
    /// Indexes the event ids of users with more than 1,024 entries, so that the search for a duplicate does not read
    /// the user's whole history. Usual users pay nothing.
    /// </summary>
    public const string IndexHashes = """
        CREATE INDEX log_entry_hash ON log_entry (user_key, event_hash) WHERE sequence > 1024;
        """;

    /// <summary>Raises the base if the log has positions that new transactions would not exceed.</summary>
    public const string RaiseBase = """
        UPDATE log_origin SET base = base + last.number - (pg_current_xact_id()::text::bigint + base) + 1
        FROM (SELECT coalesce(max(position) >> 20, 0) AS number FROM log_entry) AS last
        WHERE last.number >= pg_current_xact_id()::text::bigint + base
        """;
}
