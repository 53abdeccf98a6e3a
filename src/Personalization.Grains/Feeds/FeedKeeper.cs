using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Feeds;

namespace Personalization.Grains.Feeds;

/// <summary>Asks for every feed again and again, on every silo: one that was pulled in a lost silo goes on in another within seconds.</summary>
public sealed class FeedKeeper(IGrainFactory grains, FeedRegistry feeds, TimeProvider time, ILogger<FeedKeeper> log) : BackgroundService
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
            await grains.GetGrain<IFeedGrain>(feed.Name).KeepRunningAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            _failing = false;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_failing)
            {
                log.LogWarning(error, "The feed {Feed} could not be reached; it is asked for every {Seconds} s until it can.", feed.Name, Interval.TotalSeconds);
            }

            _failing = true;
        }
    }
}
