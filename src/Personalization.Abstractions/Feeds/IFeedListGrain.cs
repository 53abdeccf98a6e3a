using System.Collections.Immutable;

namespace Personalization.Abstractions.Feeds;

/// <summary>Lists the configured feeds. Key: 0; any silo answers.</summary>
[GrainInterfaceType("Personalization.IFeedListGrain"), Alias("Personalization.IFeedListGrain")]
public interface IFeedListGrain : IGrainWithIntegerKey
{
    /// <summary>Gets the state of all feeds, by name.</summary>
    [Alias("List")]
    Task<ImmutableArray<FeedView>> ListAsync();
}
