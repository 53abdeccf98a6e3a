using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Rollouts;
using Personalization.Grains.Serving;

namespace Personalization.Grains.Rollouts;

/// <summary>Reports a silo's rollout counts every few seconds and receives what to count next.</summary>
/// <remarks>
/// The reports also keep the rollout grain active: a rollout whose silo is lost continues in another silo within
/// seconds. A failed report is not sent again, because it may have arrived.
/// </remarks>
public sealed class RolloutReporter(
    IGrainFactory grains,
    RolloutCounter counter,
    IOptions<ServingOptions> options,
    TimeProvider time,
    ILogger<RolloutReporter> log) : BackgroundService
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
            counter.SetOrder(await grains.GetGrain<IRolloutGrain>(0)
                .ReportAsync(order, tally)
                .AsTask()
                .WaitAsync(cancellationToken).ConfigureAwait(false));
            _failing = false;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            log.Log(_failing ? LogLevel.Debug : LogLevel.Warning, error, "Failed to report rollout counts.");
            _failing = true;
        }
    }
}
