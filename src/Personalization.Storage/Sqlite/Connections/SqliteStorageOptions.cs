namespace Personalization.Storage.Sqlite.Connections;

/// <summary>Settings of the embedded store.</summary>
public sealed class SqliteStorageOptions
{
    /// <summary>
    /// Path of the database file; its folder is created if missing. Only one process can open it at a time. Required.
    /// </summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>Number of read connections, 1 to 64. Default: one per core, at least 2.</summary>
    public int Readers { get; set; } = Math.Clamp(Environment.ProcessorCount, 2, 64);

    /// <summary>
    /// Maximum number of writes that wait for the next commit, 1 to 1,000,000. Further callers wait. Default 32,768.
    /// </summary>
    public int MaxQueuedWrites { get; set; } = 32_768;

    /// <summary>
    /// Maximum bytes of writes that wait for the next commit, 64 KiB to 4 GiB. Further callers wait. Default 64 MiB.
    /// </summary>
    public long MaxQueuedBytes { get; set; } = 64L << 20;

    /// <summary>Number of log entries after which a batch of the log's index is stored. Default 16,384.</summary>
    internal int IndexBatchEntries { get; set; } = 16_384;
}
