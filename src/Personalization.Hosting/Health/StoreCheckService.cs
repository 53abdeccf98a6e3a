using System.Diagnostics.Metrics;
using Personalization.Hosting.Telemetry;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Hosting.Health;

/// <summary>Checks the file of the embedded store at the start and every night, and exports the result.</summary>
internal sealed class StoreCheckService(
    SqliteStore store, TimeProvider time, IMeterFactory meters, ILogger<StoreCheckService> log) : BackgroundService
{
    /// <summary>The time of the nightly check, UTC.</summary>
    private static readonly TimeSpan Night = TimeSpan.FromHours(3);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _ = meters.Create(EngineMetrics.MeterName).CreateObservableGauge(
            "personalization.store.damaged",
            () => store.Condition.Damage is null ? 0 : 1,
            null,
            "State of the embedded store's file: 1 if a read, a write or a check found damage, otherwise 0.");
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await store.CheckAsync(stoppingToken);
            }
            catch (IOException error)
            {
                log.LogWarning(error, "Failed to check the embedded store; retrying at the next nightly check.");
            }

            await Task.Delay(UntilNight(time.GetUtcNow()), time, stoppingToken);
        }
    }

    internal static TimeSpan UntilNight(DateTimeOffset now)
    {
        DateTimeOffset next = new(now.UtcDateTime.Date + Night, TimeSpan.Zero);
        return next > now ? next - now : next.AddDays(1) - now;
    }
}
