using Microsoft.Extensions.Logging;
using Personalization.Storage.Sqlite.Index;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>
/// Embedded store: one SQLite file (write-ahead log, flushed at every commit) with the event log, the grain states and
/// the catalog. Only one process can open it at a time. Disposing commits all queued writes.
/// </summary>
public sealed class SqliteStore : IAsyncDisposable
{
    private readonly string _path;
    private readonly StoreLock _lock;
    private readonly SqliteWriter _writer;
    private readonly ReaderPool _readers;
    private int _closed;

    private SqliteStore(
        string path,
        StoreCondition condition,
        StoreLock storeLock,
        SqliteWriter writer,
        ReaderPool readers,
        LogIndex index)
    {
        _path = path;
        Condition = condition;
        _lock = storeLock;
        _writer = writer;
        _readers = readers;
        Index = index;
    }

    /// <summary>Gets whether the file is damaged, as far as reads, writes and checks have shown.</summary>
    public StoreCondition Condition { get; }

    /// <summary>The index of the event log.</summary>
    internal LogIndex Index { get; }

    /// <summary>Opens the store; creates the folder, the file and the tables if missing.</summary>
    /// <exception cref="IOException">The file is in use by another process, was written by a newer engine, is not a
    /// store, or could not be opened.</exception>
    /// <param name="options">The settings.</param>
    /// <param name="logger">Receives failed commits and the first sign of damage.</param>
    /// <param name="time">The clock of delayed work; null for the system's.</param>
    public static SqliteStore Open(
        SqliteStorageOptions options, ILogger<SqliteStore> logger, TimeProvider? time = null)
    {
        string path = Path.GetFullPath(options.Path);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        StoreCondition condition = new(logger);
        StoreLock storeLock = StoreLock.Take(path);
        SqliteSession? session = null;
        ReaderPool? readers = null;
        try
        {
            session = SqliteSession.OpenWriter(path, condition);
            long generation = SqliteSchema.Apply(session.Connection);
            LogIndex index = IndexStore.Load(session, condition, logger);
            readers = new ReaderPool(path, options.Readers, condition);
            WriterSession writing = new(session, generation, index, options.IndexBatchEntries);

            // After a crash the log can still have the bytes of a user who was forgotten before.
            _ = writing.TryTruncateLog();
            SqliteWriter writer = new(writing, options, logger, time ?? TimeProvider.System);
            return new SqliteStore(path, condition, storeLock, writer, readers, index);
        }
        catch
        {
            session?.Dispose();
            storeLock.Dispose();
            throw;
        }
    }

    /// <summary>Reads the whole file on a separate thread and reports damage to <see cref="Condition"/>.</summary>
    /// <exception cref="IOException">The file could not be read.</exception>
    public Task CheckAsync(CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => StoreCheck.Run(_path, Condition, cancellationToken),
        cancellationToken,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Waits for running reads, commits all queued writes and releases the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            await _readers.DisposeAsync().ConfigureAwait(false);
            await _writer.DisposeAsync().ConfigureAwait(false);
            _lock.Dispose();
        }
    }

    /// <inheritdoc cref="SqliteWriter.WriteAsync"/>
    internal ValueTask<T> WriteAsync<T>(SqliteWrite<T> write, CancellationToken cancellationToken) =>
        _writer.WriteAsync(write, cancellationToken);

    /// <inheritdoc cref="ReaderPool.ReadAsync"/>
    internal ValueTask<TResult> ReadAsync<TArgument, TResult>(
        Func<SqliteSession, TArgument, CancellationToken, TResult> read,
        TArgument argument,
        CancellationToken cancellationToken) =>
        _readers.ReadAsync(read, argument, cancellationToken);
}
