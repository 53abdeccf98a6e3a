using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Postgres.EventLog;
using Personalization.Storage.Postgres.Schema;
using Personalization.Testing.Postgres;

namespace Personalization.IntegrationTests.Storage;

/// <summary>Opens the store in a test's migrated database.</summary>
internal sealed class PostgresTestStore(NpgsqlDataSource source, PostgresDatabase database) : IAsyncDisposable
{
    public PostgresDatabase Database => database;

    /// <summary>
    /// Long wait for readers of the whole log, because the transactions of other tests on the same server also delay
    /// them.
    /// </summary>
    public static PostgresStorageOptions Options(TestDatabase database) =>
        new() { ConnectionString = database.ConnectionString, SettleMs = 10_000 };

    public static async Task<PostgresTestStore> OpenAsync(
        TestDatabase database, Action<PostgresStorageOptions>? change = null, TimeProvider? time = null)
    {
        PostgresStorageOptions options = Options(database);
        change?.Invoke(options);
        NpgsqlDataSource source = PostgresConnections.CreateSource(options);
        PostgresDatabase opened = new(
            source, options, time ?? TimeProvider.System, NullLogger<PostgresDatabase>.Instance);
        await PostgresSchema.MigrateAsync(opened, TestContext.Current.CancellationToken);
        return new PostgresTestStore(source, opened);
    }

    public static async ValueTask<PortSession<T>> OpenPortAsync<T>(
        TestDatabase database, Func<PostgresDatabase, T> port)
    {
        PostgresTestStore store = await OpenAsync(database);
        T opened = port(store.Database);
        return new PortSession<T>(opened, async () =>
        {
            await (opened is IAsyncDisposable disposable ? disposable.DisposeAsync() : default);
            await store.DisposeAsync();
        });
    }

    public PostgresEventLog OpenLog() => new(database, NullLogger<PostgresEventLog>.Instance);

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
