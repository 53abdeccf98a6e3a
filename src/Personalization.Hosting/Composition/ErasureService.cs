using Personalization.Storage.Sqlite.EventLog;

namespace Personalization.Hosting.Composition;

/// <summary>
/// Finishes erasures of the embedded store that a crash or a full disk interrupted: at the start and every few minutes.
/// </summary>
internal sealed class ErasureService(
    SqliteEventLog events, TimeProvider time, ILogger<ErasureService> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        do
        {
            try
            {
                if (await events.FinishErasuresAsync(stoppingToken) is > 0 and int finished)
                {
                    log.LogInformation("Finished {Count} interrupted erasures of users.", finished);
                }
            }
            catch (IOException error)
            {
                log.LogWarning(error, "Failed to finish interrupted erasures; retrying in {Interval}.", Interval);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
