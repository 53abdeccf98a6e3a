using System.Runtime.CompilerServices;
using Personalization.Client.Http;

namespace Personalization.Client.Recommendations;

/// <summary>Lists and pages of recommended items.</summary>
public sealed class RecommendationsApi
{
    private const string Users = "v1/users";

    private readonly ApiConnection _api;

    internal RecommendationsApi(ApiConnection api) => _api = api;

    /// <summary>Recommends items to a user.</summary>
    public Task<RecommendationList> GetAsync(
        string userId, RecommendationQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new RecommendationQuery();
        RoutePath path = RoutePath.Of(Users).Id(userId).Then("recommendations")
            .With("placement", query.Placement)
            .With("count", query.Count)
            .With("filter", query.Filter)
            .With("fields", query.Fields)
            .With("cursor", query.Cursor)
            .With("minVersion", query.MinVersion)
            .With("deadlineMs", query.DeadlineMs)
            .With("explain", query.Explain ? "true" : null)
            .With("context.device", query.Context?.Device)
            .With("context.country", query.Context?.Country)
            .With("context.hour", query.Context?.Hour)
            .With("context.page", query.Context?.Page)
            .With("context.referrer", query.Context?.Referrer)
            .With("context.cart", query.Context?.Cart ?? []);
        return _api.GetAsync(path, RecommendationJson.Default.RecommendationList, cancellationToken);
    }

    /// <summary>Reads an endless list, page by page as items are needed. No item repeats.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="query">The query of the first page. Its count is the size of a page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Each item with the list that it came in.</returns>
    public async IAsyncEnumerable<ScrolledItem> ScrollAsync(
        string userId,
        RecommendationQuery? query = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query ??= new RecommendationQuery();
        while (true)
        {
            RecommendationList page = await GetAsync(userId, query, cancellationToken).ConfigureAwait(false);
            foreach (RecommendedItem item in page.Items)
            {
                yield return new ScrolledItem(item, page);
            }

            if (page.Cursor is null || page.Items.Count == 0)
            {
                yield break;
            }

            query = query with { Cursor = page.Cursor };
        }
    }

    /// <summary>Builds a page of several rows without repeats in one call.</summary>
    public Task<RecommendationPage> GetPageAsync(
        string userId, PageQuery page, CancellationToken cancellationToken = default) => _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of(Users).Id(userId).Then("pages"),
            ApiConnection.Json(page, RecommendationJson.Default.PageQuery),
            true,
            RecommendationJson.Default.RecommendationPage,
            cancellationToken);

    /// <summary>Ranks the caller's candidates for a user.</summary>
    public Task<RecommendationList> RankAsync(
        string userId, RankQuery query, CancellationToken cancellationToken = default) => _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of(Users).Id(userId).Then("rank"),
            ApiConnection.Json(query, RecommendationJson.Default.RankQuery),
            true,
            RecommendationJson.Default.RecommendationList,
            cancellationToken);

    /// <summary>Finds items that users often choose together with an item.</summary>
    public Task<RecommendationList> GetSimilarAsync(
        string itemId, int? count = null, string? filter = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(
            RoutePath.Of("v1/items").Id(itemId).Then("similar").With("count", count).With("filter", filter),
            RecommendationJson.Default.RecommendationList,
            cancellationToken);

    /// <summary>Finds items around several seeds, for example a cart.</summary>
    public Task<RecommendationList> GetSimilarAsync(
        SimilarQuery query, CancellationToken cancellationToken = default) => _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of("v1/items").Then("similar"),
            ApiConnection.Json(query, RecommendationJson.Default.SimilarQuery),
            true,
            RecommendationJson.Default.RecommendationList,
            cancellationToken);

    /// <summary>Gets the items that are popular with all users now.</summary>
    public Task<RecommendationList> GetPopularAsync(
        int? count = null, string? filter = null, CancellationToken cancellationToken = default) => _api.GetAsync(
            RoutePath.Of("v1/popular").With("count", count).With("filter", filter),
            RecommendationJson.Default.RecommendationList,
            cancellationToken);
}

/// <summary>One item of an endless list.</summary>
/// <param name="Item">The item.</param>
/// <param name="Page">The list that the item came in, with its id for events.</param>
public sealed record ScrolledItem(RecommendedItem Item, RecommendationList Page);
