using System.Globalization;
using Personalization.Client.Http;

namespace Personalization.Client.Operations;

/// <summary>Data quality and upstream feeds: <c>/v1/data-quality</c>, <c>/v1/feeds</c>.</summary>
public sealed class DataApi
{
    private const string Quality = "v1/data-quality";
    private const string Feeds = "v1/feeds";

    private readonly ApiConnection _api;

    internal DataApi(ApiConnection api) => _api = api;

    /// <summary>Gets the data-quality breaks and the quarantined windows.</summary>
    public Task<DataQuality> GetQualityAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync(RoutePath.Of(Quality), OperationsJson.Default.DataQuality, cancellationToken);

    /// <summary>Includes the events of a quarantined window in training.</summary>
    public Task<DataQuality> ReleaseWindowAsync(long id, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of(Quality).Then("windows").Id(id.ToString(CultureInfo.InvariantCulture)).Then("release"),
            null,
            false,
            OperationsJson.Default.DataQuality,
            cancellationToken);

    /// <summary>Gets all feeds by name.</summary>
    public async Task<IReadOnlyList<Feed>> GetFeedsAsync(CancellationToken cancellationToken = default)
    {
        FeedList list = await _api.GetAsync(
            RoutePath.Of(Feeds), OperationsJson.Default.FeedList, cancellationToken).ConfigureAwait(false);
        return list.Feeds ?? [];
    }

    /// <summary>Starts a pull and returns at once.</summary>
    public Task<Feed> PullFeedAsync(string name, CancellationToken cancellationToken = default) =>
        ChangeAsync(name, "pull", cancellationToken);

    /// <summary>Pulls a quarantined feed again and applies it, unless it is worse than its report.</summary>
    public Task<Feed> ReleaseFeedAsync(string name, CancellationToken cancellationToken = default) =>
        ChangeAsync(name, "release", cancellationToken);

    private Task<Feed> ChangeAsync(string name, string action, CancellationToken cancellationToken) => _api.SendAsync(
        HttpMethod.Post,
        RoutePath.Of(Feeds).Id(name).Then(action),
        null,
        false,
        OperationsJson.Default.Feed,
        cancellationToken);
}
