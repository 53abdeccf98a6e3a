using System.ComponentModel.DataAnnotations;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>Settings of the PostgreSQL backend.</summary>
public sealed class PostgresStorageOptions
{
    /// <summary>
    /// Npgsql connection string. The settings below override its pool size and timeouts. Required for this profile.
    /// </summary>
    [Required]
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>
    /// Maximum number of connections of this process. Membership uses two more. PostgreSQL allows 100 by default for
    /// all processes together.
    /// </summary>
    [Range(4, 1_000)]
    public int MaxConnections { get; set; } = 16;

    /// <summary>Timeout of a command and of the wait for a connection, in seconds.</summary>
    [Range(1, 300)]
    public int CommandTimeoutSeconds { get; set; } = 5;

    /// <summary>Timeout of large commands (schema migration, whole catalog, models), in seconds.</summary>
    [Range(1, 3_600)]
    public int BulkTimeoutSeconds { get; set; } = 120;

    /// <summary>Time that the start of the process waits for an unavailable server, in seconds.</summary>
    [Range(0, 3_600)]
    public int StartTimeoutSeconds { get; set; } = 60;

    /// <summary>Maximum number of rows per commit. A larger append gets its own commit.</summary>
    [Range(1, 100_000)]
    public int BatchRows { get; set; } = 1_000;

    /// <summary>Maximum number of bytes per commit. A larger write gets its own commit.</summary>
    [Range(64 << 10, 64 << 20)]
    public int BatchBytes { get; set; } = 8 << 20;

    /// <summary>Maximum number of concurrent commits, separately for events and for grain states.</summary>
    [Range(1, 32)]
    public int ParallelBatches { get; set; } = 2;

    /// <summary>
    /// Maximum number of waiting writes, separately for events and for grain states. Further writes are rejected.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 32_768;

    /// <summary>Number of days per partition of the event log. A change affects only new partitions.</summary>
    [Range(1, 3_650)]
    public int PartitionDays { get; set; } = 30;

    /// <summary>
    /// Age in days at which a whole partition of events is dropped; 0 for never. Dropped events are not exported, not
    /// used for training and not recognized as duplicates.
    /// </summary>
    [Range(0, 36_500)]
    public int RetentionDays { get; set; }

    /// <summary>
    /// Maximum time that a reader of the whole log waits for open transactions, in milliseconds. Later commits appear
    /// in the next read.
    /// </summary>
    [Range(0, 10_000)]
    public int SettleMs { get; set; } = 250;
}
