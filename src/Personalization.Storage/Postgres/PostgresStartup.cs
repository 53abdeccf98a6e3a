using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Postgres.Schema;

namespace Personalization.Storage.Postgres;

/// <summary>Migrates the database before anything else of the process starts, the silo included.</summary>
internal sealed class PostgresStartup(PostgresDatabase database, ILogger<PostgresStartup> logger)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await PostgresSchema.MigrateAsync(database, cancellationToken).ConfigureAwait(false);
        logger.LogInformation("The database has schema version {Version}", PostgresSchema.Version);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
