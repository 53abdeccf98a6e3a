using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Storage.Postgres.EventLog;
using Personalization.Testing.Postgres;

namespace Personalization.IntegrationTests.Storage;

public sealed class PostgresEventLogTests(PostgresFixture fixture)
    : EventLogConformance<PostgresEventLog>, IAsyncLifetime, IClassFixture<PostgresFixture>
{
    private TestDatabase? _database;

    public async ValueTask InitializeAsync() => _database = await fixture.CreateAsync();

    public ValueTask DisposeAsync() => default;

    protected override int MostBytes => AppendWrite.MaxBytes;

    protected override ValueTask<PortSession<PostgresEventLog>> OpenAsync() =>
        PostgresTestStore.OpenPortAsync(
            _database!, database => new PostgresEventLog(database, NullLogger<PostgresEventLog>.Instance));
}
