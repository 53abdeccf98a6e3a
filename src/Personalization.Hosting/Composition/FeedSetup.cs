using Personalization.Engine.Feeds;
using Personalization.Grains.Feeds;
using Personalization.Hosting.Health;
using Personalization.Hosting.Settings;
using Personalization.Storage.HttpFeeds;
using Personalization.Storage.Resilience;

namespace Personalization.Hosting.Composition;

/// <summary>Registers the configured feeds in a silo.</summary>
internal static class FeedSetup
{
    /// <summary>Registers the feeds, their puller, and their health check.</summary>
    public static void AddFeeds(this IServiceCollection services, EngineOptions options)
    {
        _ = services.AddSingleton(
            provider => new FeedRegistry(options.Feeds.Select(feed => Configure(feed.Key, feed.Value, provider))));
        _ = services.AddSingleton<FeedPuller>();
        _ = services.AddSingleton<FeedMetrics>();
        if (options.Feeds.Count > 0)
        {
            _ = services.AddHostedService<FeedKeeper>();
            _ = services.AddHealthChecks().AddCheck<FeedHealthCheck>(
                "feeds", tags: [HealthReport.Ready], timeout: HealthReport.Patience);
        }
    }

    private static ConfiguredFeed Configure(string name, FeedOptions options, IServiceProvider services) => new()
    {
        Name = name,
        Kind = options.Kind,
        Source = new HttpCatalogSource(
            name, options, services.GetRequiredService<Pipelines>(), services.GetRequiredService<TimeProvider>()),
        Limits = new FeedLimits
        {
            MaxShrink = options.MaxShrink,
            MaxPriceFactor = options.MaxPriceFactor,
            MaxPriceJumps = options.MaxPriceJumps,
            RequireTotal = options.RequireTotal,
        },
        Interval = TimeSpan.FromSeconds(options.IntervalSeconds),
        PullTimeout = TimeSpan.FromSeconds(options.PullTimeoutSeconds),
        MaxAge = TimeSpan.FromSeconds(options.MaxAgeSeconds),
    };
}
