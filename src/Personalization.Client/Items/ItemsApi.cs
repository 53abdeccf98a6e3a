using System.Net;
using System.Runtime.CompilerServices;
using Personalization.Client.Http;
using Personalization.Client.Users;

namespace Personalization.Client.Items;

/// <summary>The catalog: <c>/v1/items</c>.</summary>
public sealed class ItemsApi
{
    private const string Path = "v1/items";

    private readonly ApiConnection _api;

    internal ItemsApi(ApiConnection api) => _api = api;

    /// <summary>Gets an item; null when the catalog does not have it.</summary>
    public async Task<Item?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _api.GetAsync(RoutePath.Of(Path).Id(id), ItemJson.Default.Item, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (PersonalizationException missing) when (missing.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// Gets active users who would like an item most, best first, without users who bought it. Needs the role manage or
    /// operate.
    /// </summary>
    /// <param name="id">The item's id.</param>
    /// <param name="count">The most users, 1 to 1,000; null for the default of the API.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="PersonalizationException">The item is unknown.</exception>
    public Task<UserMatches> AudienceAsync(
        string id, int? count = null, CancellationToken cancellationToken = default) => _api.GetAsync(
            RoutePath.Of(Path).Id(id).Then("audience").With("count", count),
            UserJson.Default.UserMatches,
            cancellationToken);

    /// <summary>Gets several items in one call.</summary>
    public Task<ItemBatch> GetAsync(IEnumerable<string> ids, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of(Path).Then("get"),
            ApiConnection.Json(new ItemIds([.. ids]), ItemJson.Default.ItemIds),
            true,
            ItemJson.Default.ItemBatch,
            cancellationToken);

    /// <summary>Gets one page of the catalog.</summary>
    public Task<ItemPage> BrowseAsync(ItemQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new ItemQuery();
        RoutePath path = RoutePath.Of(Path)
            .With("query", query.Text)
            .With("category", query.Category)
            .With("filter", query.Filter)
            .With("available", query.Available is { } available ? (available ? "true" : "false") : null)
            .With("cursor", query.Cursor)
            .With("count", query.Count);
        return _api.GetAsync(path, ItemJson.Default.ItemPage, cancellationToken);
    }

    /// <summary>Reads all pages of the catalog, one after the other, as they are needed.</summary>
    public async IAsyncEnumerable<Item> BrowseAllAsync(
        ItemQuery? query = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query ??= new ItemQuery();
        while (true)
        {
            ItemPage page = await BrowseAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (Item item in page.Items)
            {
                yield return item;
            }

            if (page.Cursor is null)
            {
                yield break;
            }

            query = query with { Cursor = page.Cursor };
        }
    }

    /// <summary>Creates or replaces an item.</summary>
    /// <returns>The stored item.</returns>
    public Task<Item> PutAsync(Item item, CancellationToken cancellationToken = default) => _api.SendAsync(
        HttpMethod.Put,
        RoutePath.Of(Path).Id(item.Id),
        ApiConnection.Json(item with { AddedAt = null, Source = null, Deleted = null }, ItemJson.Default.Item),
        true,
        ItemJson.Default.Item,
        cancellationToken);

    /// <summary>Creates or replaces items in one call.</summary>
    /// <returns>A result for each item.</returns>
    public Task<ItemBatchResult> PutAsync(IEnumerable<Item> items, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of(Path),
            ApiConnection.Json(
                [.. items.Select(item => item with { AddedAt = null, Source = null, Deleted = null })],
                ItemJson.Default.ItemArray),
            true,
            ItemJson.Default.ItemBatchResult,
            cancellationToken);

    /// <summary>Changes fields of an item.</summary>
    /// <returns>The stored item.</returns>
    public Task<Item> PatchAsync(string id, ItemFields patch, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Patch,
            RoutePath.Of(Path).Id(id),
            ApiConnection.Json(patch, ItemJson.Default.ItemFields),
            true,
            ItemJson.Default.Item,
            cancellationToken);

    /// <summary>Deletes an item and removes it from every list.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Delete, RoutePath.Of(Path).Id(id), null, true, cancellationToken);
}
