using System.Collections.Immutable;

namespace Personalization.Abstractions.Feeds;

/// <summary>Knows which feeds there are. Key: 0; any silo answers.</summary>
[GrainInterfaceType("Personalization.Abstractions.Feeds.IFeedListGrain"), Alias("Personalization.IFeedListGrain")]
public interface IFeedListGrain : IGrainWithIntegerKey
{
    /// <summary>All feeds by name.</summary>
    [Alias("List")]
    Task<ImmutableArray<FeedView>> ListAsync();
}
