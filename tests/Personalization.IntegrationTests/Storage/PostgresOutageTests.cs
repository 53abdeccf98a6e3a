using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Personalization.Abstractions.Stores;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Resilience;
using Personalization.Testing.Resilience;

namespace Personalization.IntegrationTests.Storage;

/// <summary>Calls to a PostgreSQL server that does not answer (defect M13).</summary>
public sealed class PostgresOutageTests
{
    [Fact]
    public async Task M13_Calls_fail_at_once_while_the_breaker_is_open()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        PostgresStorageOptions options = new() { ConnectionString = $"Host=127.0.0.1;Port={UnusedPort()}" };
        await using NpgsqlDataSource source = PostgresConnections.CreateSource(options);
        Pipelines pipelines = TestPipelines.Create(
            new ResilienceOptions { StoreBreakerOpenSeconds = 60 }, TimeProvider.System);
        PostgresDatabase database = new(
            source, options, TimeProvider.System, NullLogger<PostgresDatabase>.Instance, pipelines);

        while (!pipelines.OpenBreakers.Contains(PostgresDatabase.Pipeline))
        {
            _ = await Assert.ThrowsAnyAsync<IOException>(() => database.WriteAsync(Unreached, cancellationToken));
        }

        long start = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < 100; i++)
        {
            _ = await Assert.ThrowsAsync<StoreUnavailableException>(
                () => database.WriteAsync(Unreached, cancellationToken));
            _ = await Assert.ThrowsAsync<StoreUnavailableException>(
                () => database.ReadAsync(Unreached, cancellationToken));
        }

        TimeSpan each = TimeProvider.System.GetElapsedTime(start) / 200;
        Assert.True(each < TimeSpan.FromMilliseconds(50), $"A refused call took {each}.");
    }

    private static Task<int> Unreached(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("No connection can be opened.");

    private static int UnusedPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
