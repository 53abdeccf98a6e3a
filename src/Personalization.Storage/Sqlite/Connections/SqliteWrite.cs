namespace Personalization.Storage.Sqlite.Connections;

/// <summary>
/// One caller's change, carried out together with the others of its group in one transaction. A change that is refused
/// (fenced, wrong etag) must find that out before it touches a row: it has no transaction of its own to roll back.
/// </summary>
internal abstract class SqliteWrite
{
    /// <summary>About how many bytes it holds while it waits.</summary>
    public abstract int Size { get; }

    /// <summary>Whether the caller is still interested; a change given up before its turn is not made.</summary>
    public abstract bool IsWanted { get; }

    /// <summary>Makes the change inside the open transaction. Runs on the writer's thread.</summary>
    /// <exception cref="IOException">The store failed: the whole group is rolled back.</exception>
    public abstract void Execute(WriterSession session);

    /// <summary>Tells the caller that the group is durable.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that the group failed.</summary>
    public abstract void Fail(Exception error);
}
