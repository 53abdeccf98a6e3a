using Personalization.Storage.GroupCommit;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>A change with what its caller is told in the end; <see cref="Execute"/> sets the result.</summary>
internal abstract class SqliteWrite<TResult> : PendingWrite<TResult>, ISqliteWrite
{
    /// <inheritdoc/>
    public abstract void Execute(WriterSession session);
}
