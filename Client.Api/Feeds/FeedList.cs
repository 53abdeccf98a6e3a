using Personalization.Abstractions.Feeds;

namespace Personalization.Client.Api.Feeds;

/// <summary>The answer to <c>GET /v1/feeds</c>.</summary>
/// <param name="Feeds">All feeds by name.</param>
internal sealed record FeedList(IReadOnlyList<FeedView> Feeds);
