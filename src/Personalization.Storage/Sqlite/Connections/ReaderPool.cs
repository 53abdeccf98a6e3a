using System.Collections.Concurrent;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>Fixed number of read connections. A read sees every commit that was acknowledged before it began.</summary>
internal sealed class ReaderPool : IAsyncDisposable
{
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SemaphoreSlim _free;
    private readonly StoreCondition _condition;
    private readonly int _size;
    private int _closed;

    public ReaderPool(string path, int size, StoreCondition condition)
    {
        _size = size;
        _condition = condition;
        _free = new SemaphoreSlim(size, size);
        for (int i = 0; i < size; i++)
        {
            _idle.Add(SqliteSession.OpenReader(path, condition));
        }
    }

    /// <summary>
    /// Runs a read on an exclusive connection; on the caller's thread unless it must wait for a connection.
    /// </summary>
    public async ValueTask<TResult> ReadAsync<TArgument, TResult>(
        Func<SqliteSession, TArgument, CancellationToken, TResult> read,
        TArgument argument,
        CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) == 1, typeof(SqliteStore));
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(!_idle.TryTake(out SqliteSession? session), typeof(SqliteStore));
            try
            {
                return read(session, argument, cancellationToken);
            }
            catch (InvalidDataException)
            {
                _condition.Report("a stored row is not readable");
                throw;
            }
            finally
            {
                _idle.Add(session);
            }
        }
        finally
        {
            _ = _free.Release();
        }
    }

    /// <summary>Waits for running reads and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
        {
            return;
        }

        for (int i = 0; i < _size; i++)
        {
            await _free.WaitAsync().ConfigureAwait(false);
            if (_idle.TryTake(out SqliteSession? session))
            {
                session.Dispose();
            }
        }

        // Callers that still wait find no connection and get an exception that the store is closed.
        _ = _free.Release(_size);
    }
}
