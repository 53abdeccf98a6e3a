using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Postgres.Schema;

namespace Personalization.Storage.Postgres.EventLog;

/// <summary>Creates the log partitions in advance, every hour.</summary>
/// <remarks>If this fails, events go to the default partition and are moved later; no event is rejected.</remarks>
internal sealed class LogPartitionMaintenance(PostgresDatabase database, ILogger<LogPartitionMaintenance> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>Creates the missing partitions.</summary>
    public static Task RunOnceAsync(PostgresDatabase database, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (connection, token) =>
            {
                NpgsqlTransaction transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    await LogPartitions.EnsureAsync(
                        connection,
                        database.Options.PartitionDays,
                        database.Time.GetUtcNow(),
                        token).ConfigureAwait(false);
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                    return 0;
                }
            }, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, database.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await RunOnceAsync(database, stoppingToken).ConfigureAwait(false);
            }
            catch (IOException error)
            {
                logger.LogError(error, "Failed to create the log partitions; will retry in {Period}", Period);
            }
        }
    }
}
