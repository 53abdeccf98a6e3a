using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Postgres.Schema;

namespace Personalization.Storage.Postgres;

/// <summary>Migrates the database before any other service of the process starts, including the silo.</summary>
internal sealed class PostgresStartup(PostgresDatabase database, ILogger<PostgresStartup> logger)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await PostgresSchema.MigrateAsync(database, cancellationToken).ConfigureAwait(false);
        logger.LogInformation("Migrated the database to schema version {Version}", PostgresSchema.Version);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
