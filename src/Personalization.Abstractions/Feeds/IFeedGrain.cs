using Orleans.Concurrency;

namespace Personalization.Abstractions.Feeds;

/// <summary>Pulls one upstream feed; one activation in the cluster. Key: the feed's name in the settings.</summary>
[GrainInterfaceType("Personalization.IFeedGrain"), Alias("Personalization.IFeedGrain")]
public interface IFeedGrain : IGrainWithStringKey
{
    /// <summary>Keeps the feed's periodic pulls running.</summary>
    /// <remarks>Every silo calls this periodically, so that the pulls continue after a silo is lost.</remarks>
    [AlwaysInterleave]
    [Alias("KeepRunning")]
    Task KeepRunningAsync();

    /// <summary>Gets the state of the feed; null when the settings have no feed of this name.</summary>
    [AlwaysInterleave]
    [Alias("Get")]
    Task<FeedView?> GetAsync();

    /// <summary>Starts a pull now. Does not wait for its end.</summary>
    /// <returns>The present state of the feed; null when the settings have no feed of this name.</returns>
    [AlwaysInterleave]
    [Alias("Pull")]
    Task<FeedView?> PullAsync();

    /// <summary>
    /// Accepts the quarantined data: the feed is pulled again now and applied unless it is worse than the report
    /// states.
    /// </summary>
    /// <returns>The present state of the feed; null when the settings have no feed of this name.</returns>
    /// <exception cref="InvalidOperationException">
    /// Nothing is quarantined, or the quarantined data is invalid.
    /// </exception>
    [AlwaysInterleave]
    [Alias("Release")]
    Task<FeedView?> ReleaseAsync();
}
