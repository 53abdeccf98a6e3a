using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Retraining;

namespace Personalization.Grains.Retraining;

/// <summary>Reports what is new every few seconds, on every silo, and so keeps learning going when its silo is lost. A report that fails is not sent again: it may have arrived.</summary>
public sealed class RetrainingReporter(IGrainFactory grains, RetrainingCounter counter, TimeProvider time, ILogger<RetrainingReporter> log) : BackgroundService
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
                await grains.GetGrain<IRetrainingGrain>(0).ReportAsync(counter.Drain()).AsTask().WaitAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogDebug(error, "What is new could not be reported.");
            }
        }
    }
}
