using System.ComponentModel.DataAnnotations;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>Settings of the store in a PostgreSQL database.</summary>
public sealed class PostgresStorageOptions
{
    /// <summary>
    /// The connection string in Npgsql's form. The settings below override its pool size and time-outs. Required for
    /// this profile.
    /// </summary>
    [Required]
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>The most connections of this process. Membership opens two more.</summary>
    [Range(4, 1_000)]
    public int MaxConnections { get; set; } = 32;

    /// <summary>The time-out of a command, and of the wait for a connection, seconds.</summary>
    [Range(1, 300)]
    public int CommandTimeoutSeconds { get; set; } = 5;

    /// <summary>The time-out of commands that move much data: schema, whole catalogue, models; seconds.</summary>
    [Range(1, 3_600)]
    public int BulkTimeoutSeconds { get; set; } = 120;

    /// <summary>How long the start waits for a server that does not answer, seconds.</summary>
    [Range(0, 3_600)]
    public int StartTimeoutSeconds { get; set; } = 60;

    /// <summary>The most rows of one commit. A single append with more rows gets its own commit.</summary>
    [Range(1, 100_000)]
    public int BatchRows { get; set; } = 1_000;

    /// <summary>The most bytes of one commit. A single write with more bytes gets its own commit.</summary>
    [Range(64 << 10, 64 << 20)]
    public int BatchBytes { get; set; } = 8 << 20;

    /// <summary>The number of commits in progress, for events and for grain states each.</summary>
    [Range(1, 32)]
    public int ParallelBatches { get; set; } = 2;

    /// <summary>The most waiting writes, for events and for grain states each. Further writes are refused.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 32_768;

    /// <summary>The days of events in one partition of the log. A change affects new partitions only.</summary>
    [Range(1, 3_650)]
    public int PartitionDays { get; set; } = 30;

    /// <summary>
    /// The age in days at which a whole partition of events is dropped; 0 for never. Dropped events are no longer
    /// exported, trained on or recognised as duplicates.
    /// </summary>
    [Range(0, 36_500)]
    public int RetentionDays { get; set; }

    /// <summary>
    /// How long a reader of the whole log waits for open transactions, milliseconds. Later commits are read by the next
    /// read.
    /// </summary>
    [Range(0, 10_000)]
    public int SettleMs { get; set; } = 250;
}
