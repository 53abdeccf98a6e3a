namespace Personalization.Storage.Sqlite.Connections;

/// <summary>Settings of the embedded store.</summary>
public sealed class SqliteStorageOptions
{
    /// <summary>The database file. Its folder is made when missing; one process at a time owns it. Required.</summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>Connections that read, 1 to 64. Default: one per core, at least 2.</summary>
    public int Readers { get; set; } = Math.Clamp(Environment.ProcessorCount, 2, 64);

    /// <summary>
    /// Writes that may wait for the next commit before further callers are held back, 1 to 1,000,000. Default 32,768.
    /// </summary>
    public int MaxQueuedWrites { get; set; } = 32_768;

    /// <summary>
    /// Bytes that may wait for the next commit before further callers are held back, 64 KiB to 4 GiB. Default 64 MiB.
    /// </summary>
    public long MaxQueuedBytes { get; set; } = 64L << 20;
}
