using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Personalization.Abstractions.Feeds;

namespace Personalization.Hosting.Health;

/// <summary>Checks that the feeds are active and recent.</summary>
/// <remarks>A failed feed only degrades the engine, which serves the last good catalog.</remarks>
internal sealed class FeedHealthCheck(IGrainFactory grains) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            IReadOnlyList<FeedView> feeds = await grains.GetGrain<IFeedListGrain>(0)
                .ListAsync()
                .WaitAsync(cancellationToken);
            string detail = string.Join(", ", feeds.Select(Describe));
            return feeds.Any(feed => feed.IsDegraded)
                ? HealthCheckResult.Degraded(detail)
                : HealthCheckResult.Healthy(detail);
        }
        catch (Exception error)
        {
            return HealthCheckResult.Degraded(
                "the feeds could not be read", error is OperationCanceledException ? null : error);
        }
    }

    private static string Describe(FeedView feed)
    {
        string state = feed.State.ToString().ToLowerInvariant();
        return feed.AgeSeconds is { } age
            ? string.Create(CultureInfo.InvariantCulture, $"{feed.Name} {state}, {age:0} s old")
            : $"{feed.Name} {state}";
    }
}
