using Personalization.Storage.GroupCommit;

namespace Personalization.Storage.Sqlite.Connections;

/// <summary>
/// One caller's change, made together with the others of its group in one transaction. A change that is refused
/// (fenced, wrong etag) must find that out before it touches a row: it has no transaction of its own to roll back.
/// </summary>
internal interface ISqliteWrite : IPendingWrite
{
    /// <summary>Makes the change inside the open transaction. Runs on the writer's thread.</summary>
    /// <exception cref="IOException">The store failed: the whole group is rolled back.</exception>
    void Execute(WriterSession session);
}
