using Personalization.Abstractions.DataQuality;
using Personalization.Engine.DataQuality;

namespace Personalization.Hosting.DataQuality;

/// <summary>Reports the data-quality counts of this process every few seconds.</summary>
/// <remarks>A failed report is not sent again, because it may have arrived.</remarks>
internal sealed class DataQualityReporter(
    IGrainFactory grains,
    DataQualityTallies tallies,
    bool takesEvents,
    DataQualityOptions options,
    TimeProvider time,
    ILogger<DataQualityReporter> log)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(options.ReportSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ReportAsync(stoppingToken);
        }
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        DataQualityReport report = new(takesEvents, tallies.Drain());
        try
        {
            await grains.GetGrain<IDataQualityGrain>(0)
                .ReportAsync(report)
                .AsTask()
                .WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // Whether the report arrived is unknown. Counting it twice would look like a break; a gap of a few seconds
            // does not.
            log.LogDebug(error, "Failed to report data-quality counts.");
        }
    }
}
