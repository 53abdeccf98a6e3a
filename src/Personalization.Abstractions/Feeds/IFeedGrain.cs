using Orleans.Concurrency;

namespace Personalization.Abstractions.Feeds;

/// <summary>Pulls one upstream feed, alone in the cluster. Key: the feed's name in the settings.</summary>
[GrainInterfaceType("Personalization.Abstractions.Feeds.IFeedGrain"), Alias("Personalization.IFeedGrain")]
public interface IFeedGrain : IGrainWithStringKey
{
    /// <summary>Makes sure that the feed is pulled at its interval; asked again and again by every silo, so that a lost one does not end it.</summary>
    [AlwaysInterleave]
    [Alias("KeepRunning")]
    Task KeepRunningAsync();

    /// <summary>How the feed is; null when the settings have none of this name.</summary>
    [AlwaysInterleave]
    [Alias("Get")]
    Task<FeedView?> GetAsync();

    /// <summary>Pulls now. Does not wait for the end.</summary>
    /// <returns>How the feed is at this moment; null when the settings have none of this name.</returns>
    [AlwaysInterleave]
    [Alias("Pull")]
    Task<FeedView?> PullAsync();

    /// <summary>Accepts what is quarantined: it is pulled again now and goes into force unless it is worse than what the report says.</summary>
    /// <returns>How the feed is at this moment; null when the settings have none of this name.</returns>
    /// <exception cref="InvalidOperationException">Nothing is quarantined, or it holds data that is not valid.</exception>
    [AlwaysInterleave]
    [Alias("Release")]
    Task<FeedView?> ReleaseAsync();
}
