using Personalization.Abstractions.EventLog;
using Personalization.Storage.Sqlite.EventLog;

namespace Personalization.IntegrationTests.Storage;

public sealed class SqliteEventLogTests : EventLogConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override int MostBytes => EncodedEntries.MaxBytes;

    protected override ValueTask<PortSession<IEventLog>> OpenAsync() =>
        SqliteTestStore.OpenPortAsync<IEventLog>(_folder, store => new SqliteEventLog(store));
}
