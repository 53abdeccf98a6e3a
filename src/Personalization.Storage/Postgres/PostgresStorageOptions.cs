using System.ComponentModel.DataAnnotations;

namespace Personalization.Storage.Postgres;

/// <summary>Settings of the store in a PostgreSQL database.</summary>
public sealed class PostgresStorageOptions
{
    /// <summary>How to reach the database, as Npgsql reads it. Its settings of pool and time-outs give way to the ones below. Required.</summary>
    [Required]
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>Connections this process opens at most, 4 to 1,000. Membership has two more of its own. Default 32.</summary>
    [Range(4, 1_000)]
    public int MaxConnections { get; set; } = 32;

    /// <summary>Seconds after which a command, or the wait for a connection, has failed, 1 to 300. Default 5.</summary>
    [Range(1, 300)]
    public int CommandTimeoutSeconds { get; set; } = 5;

    /// <summary>Seconds for commands that move much: schema, whole catalogue, models; 1 to 3,600. Default 120.</summary>
    [Range(1, 3_600)]
    public int BulkTimeoutSeconds { get; set; } = 120;

    /// <summary>Seconds that starting waits for a server that does not answer yet, 0 to 3,600. Default 60.</summary>
    [Range(0, 3_600)]
    public int StartTimeoutSeconds { get; set; } = 60;

    /// <summary>Rows that one commit holds at most, unless one append alone has more; 1 to 100,000. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int BatchRows { get; set; } = 1_000;

    /// <summary>Bytes that one commit holds at most, unless one write alone has more; 64 KiB to 64 MiB. Default 8 MiB.</summary>
    [Range(64 << 10, 64 << 20)]
    public int BatchBytes { get; set; } = 8 << 20;

    /// <summary>Commits under way at once, for events and for states each; 1 to 32. Default 2.</summary>
    [Range(1, 32)]
    public int ParallelBatches { get; set; } = 2;

    /// <summary>Writes that may wait before further ones are refused, for events and for states each; 1 to 1,000,000. Default 32,768.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueued { get; set; } = 32_768;

    /// <summary>Days of events in one partition of the log, 1 to 3,650. A change affects partitions not made yet. Default 30.</summary>
    [Range(1, 3_650)]
    public int PartitionDays { get; set; } = 30;

    /// <summary>
    /// Days after which a whole partition of events may be dropped, 0 to 36,500. Default 0: never. What is dropped is no longer exported,
    /// trained on or recognised as sent before, and users' snapshots then hold what the log does not.
    /// </summary>
    [Range(0, 36_500)]
    public int RetentionDays { get; set; }

    /// <summary>
    /// Milliseconds that a reader of the whole log waits for the transactions that were under way when it came, 0 to 10,000.
    /// After that it returns without what they may commit; the next read has it. Default 250.
    /// </summary>
    [Range(0, 10_000)]
    public int SettleMilliseconds { get; set; } = 250;
}
