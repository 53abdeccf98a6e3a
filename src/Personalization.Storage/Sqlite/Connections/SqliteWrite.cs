using Personalization.Storage.GroupCommit;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>A change with a result for its caller; <see cref="Execute"/> sets the result.</summary>
internal abstract class SqliteWrite<TResult> : PendingWrite<TResult>, ISqliteWrite
{
    /// <inheritdoc/>
    public abstract void Execute(WriterSession session);
}
