using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Rollouts;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Rollouts;

/// <summary>
/// Reports every few seconds, on every silo, what was counted for a rollout, and learns what to count. So a rollout whose silo was lost goes on in another within
/// seconds. A report that fails is not sent again: it may have arrived.
/// </summary>
public sealed class RolloutReporter(IGrainFactory grains, RolloutCounter counter, IOptions<ServingOptions> options, TimeProvider time, ILogger<RolloutReporter> log) : BackgroundService
{
    private bool _failing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(options.Value.RefreshSeconds), time);
        do
        {
            await ReportAsync(stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        (RolloutOrder order, RolloutTally tally) = counter.Drain();
        try
        {
            counter.Obey(await grains.GetGrain<IRolloutGrain>(0).ReportAsync(order, tally).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false));
            _failing = false;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.Log(_failing ? LogLevel.Debug : LogLevel.Warning, error, "What was counted for a rollout could not be reported.");
            _failing = true;
        }
    }
}
