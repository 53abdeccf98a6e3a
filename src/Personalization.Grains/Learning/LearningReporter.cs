using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Learning;

namespace Personalization.Grains.Learning;

/// <summary>Reports what is new every few seconds, on every silo, and so keeps learning going when its silo is lost. A report that fails is not sent again: it may have arrived.</summary>
public sealed class LearningReporter(IGrainFactory grains, LearningCounter counter, TimeProvider time, ILogger<LearningReporter> log) : BackgroundService
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
                await grains.GetGrain<ILearningGrain>(0).ReportAsync(counter.Drain()).AsTask().WaitAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogDebug(error, "What is new could not be reported.");
            }
        }
    }
}
