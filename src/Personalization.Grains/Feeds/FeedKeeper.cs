using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Feeds;

namespace Personalization.Grains.Feeds;

/// <summary>Keeps the grain of every feed active, from every silo.</summary>
/// <remarks>A feed whose silo is lost continues in another silo within seconds.</remarks>
public sealed class FeedKeeper(IGrainFactory grains, FeedRegistry feeds, TimeProvider time, ILogger<FeedKeeper> log)
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
            foreach (ConfiguredFeed feed in feeds.All)
            {
                await KeepAsync(feed, stoppingToken).ConfigureAwait(false);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task KeepAsync(ConfiguredFeed feed, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IFeedGrain>(feed.Name)
                .KeepRunningAsync()
                .WaitAsync(cancellationToken).ConfigureAwait(false);
            _failing = false;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_failing)
            {
                log.LogWarning(
                    error,
                    "Failed to reach feed {Feed}; retrying every {Seconds} s.",
                    feed.Name,
                    Interval.TotalSeconds);
            }

            _failing = true;
        }
    }
}
