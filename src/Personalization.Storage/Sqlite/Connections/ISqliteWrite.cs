using Personalization.Storage.GroupCommit;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>One caller's change. All changes of a group run in one transaction.</summary>
/// <remarks>
/// A change that can be rejected (fenced, wrong etag) must check this before it modifies a row, because it cannot roll
/// back on its own.
/// </remarks>
internal interface ISqliteWrite : IPendingWrite
{
    /// <summary>Applies the change inside the open transaction. Runs on the writer thread.</summary>
    /// <exception cref="IOException">The store failed; the whole group is rolled back.</exception>
    void Execute(WriterSession session);
}

/// <summary>A change with a result for its caller; <see cref="Execute"/> sets the result.</summary>
internal abstract class SqliteWrite<TResult> : PendingWrite<TResult>, ISqliteWrite
{
    /// <inheritdoc/>
    public abstract void Execute(WriterSession session);
}
