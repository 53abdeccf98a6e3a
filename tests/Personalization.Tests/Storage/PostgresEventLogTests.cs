using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Shared.Postgres;
using Personalization.Storage.Postgres;

namespace Personalization.Tests.Storage;

public sealed class PostgresEventLogTests(PostgresFixture fixture) : EventLogConformance<PostgresEventLog>, IAsyncLifetime, IClassFixture<PostgresFixture>
{
    private TestDatabase? _database;

    public async ValueTask InitializeAsync() => _database = await fixture.CreateAsync();

    public ValueTask DisposeAsync() => default;

    protected override int MostBytes => AppendWrite.MaxBytes;

    protected override ValueTask<PortSession<PostgresEventLog>> OpenAsync() =>
        PostgresTestStore.OpenPortAsync(_database!, database => new PostgresEventLog(database, NullLogger<PostgresEventLog>.Instance));
}
