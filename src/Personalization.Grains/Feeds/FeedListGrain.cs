using System.Collections.Immutable;
using Orleans.Concurrency;
using Personalization.Abstractions.Feeds;

namespace Personalization.Grains.Feeds;

/// <inheritdoc cref="IFeedListGrain"/>
[GrainType("personalization-feed-list"), StatelessWorker]
public sealed class FeedListGrain(FeedRegistry feeds) : Grain, IFeedListGrain
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<FeedView>> ListAsync()
    {
        FeedView?[] views = await Task.WhenAll(
            feeds.All.Select(feed => GrainFactory.GetGrain<IFeedGrain>(feed.Name).GetAsync()));
        return [.. views.OfType<FeedView>()];
    }
}
