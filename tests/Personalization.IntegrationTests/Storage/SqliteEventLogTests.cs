using Personalization.Storage.Sqlite.EventLog;

namespace Personalization.IntegrationTests.Storage;

public sealed class SqliteEventLogTests : EventLogConformance<SqliteEventLog>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override int MostBytes => EncodedEntries.MaxBytes;

    protected override ValueTask<PortSession<SqliteEventLog>> OpenAsync() =>
        SqliteTestStore.OpenPortAsync(_folder, store => new SqliteEventLog(store));
}
