using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>Updates one row to check that the store accepts writes.</summary>
internal sealed class ProbeWrite : SqliteWrite<int>
{
    public override int Size => sizeof(long);

    public override void Execute(WriterSession session) =>
        Result = session.Statement("UPDATE meta SET value = value + 1 WHERE name = 'probe'").Run();
}
