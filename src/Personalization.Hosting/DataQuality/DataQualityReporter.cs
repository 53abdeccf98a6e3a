using Personalization.Abstractions.DataQuality;
using Personalization.Engine.DataQuality;

namespace Personalization.Hosting.DataQuality;

/// <summary>Reports what this process counted of the behaviour data every few seconds. A report that fails is not sent again: it may have arrived.</summary>
internal sealed class DataQualityReporter(IGrainFactory grains, DataQualityTallies tallies, bool takesEvents, DataQualityOptions options, TimeProvider time, ILogger<DataQualityReporter> log)
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
            await grains.GetGrain<IDataQualityGrain>(0).ReportAsync(report).AsTask().WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // Whether it arrived is unknown. Counted twice would look like a break; counted not at all for a few seconds does not.
            log.LogDebug(error, "What was counted of the behaviour data could not be reported.");
        }
    }
}
