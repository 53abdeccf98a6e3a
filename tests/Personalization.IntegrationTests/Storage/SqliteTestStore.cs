using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.IntegrationTests.Storage;

/// <summary>Opens stores in the folder of a test.</summary>
internal static class SqliteTestStore
{
    public static SqliteStore Open(TemporaryFolder folder, Action<SqliteStorageOptions>? change = null)
    {
        SqliteStorageOptions options = new() { Path = folder["store.db"] };
        change?.Invoke(options);
        return SqliteStore.Open(options, NullLogger<SqliteStore>.Instance);
    }

    public static ValueTask<PortSession<T>> OpenPortAsync<T>(TemporaryFolder folder, Func<SqliteStore, T> port)
    {
        SqliteStore store = Open(folder);
        return new(new PortSession<T>(port(store), store.DisposeAsync));
    }
}
