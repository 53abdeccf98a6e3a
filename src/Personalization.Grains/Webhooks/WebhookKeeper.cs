using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Webhooks;

namespace Personalization.Grains.Webhooks;

/// <summary>Keeps the grain of every webhook active, from every silo.</summary>
/// <remarks>A delivery whose silo is lost continues in another silo within seconds.</remarks>
public sealed class WebhookKeeper(IGrainFactory grains, TimeProvider time, ILogger<WebhookKeeper> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private bool _failing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        do
        {
            try
            {
                await grains.GetGrain<IWebhooksGrain>(0)
                    .KeepRunningAsync()
                    .WaitAsync(stoppingToken).ConfigureAwait(false);
                _failing = false;
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                log.Log(_failing ? LogLevel.Debug : LogLevel.Warning, error, "Failed to reach the webhooks.");
                _failing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
