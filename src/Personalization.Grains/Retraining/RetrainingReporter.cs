using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Retraining;

namespace Personalization.Grains.Retraining;

/// <summary>
/// Reports new events every few seconds from every silo, which also keeps the retraining grain active.
/// </summary>
/// <remarks>A failed report is not sent again, because it may have arrived.</remarks>
public sealed class RetrainingReporter(
    IGrainFactory grains,
    RetrainingCounter counter,
    TimeProvider time,
    ILogger<RetrainingReporter> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await grains.GetGrain<IRetrainingGrain>(0)
                    .ReportAsync(counter.Drain())
                    .AsTask()
                    .WaitAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogDebug(error, "Failed to report new events.");
            }
        }
    }
}
