using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Http;
using Personalization.Hosting.Sample;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Demo;

/// <summary>The product database of the demo shop: the sample's products in the catalog.</summary>
/// <remarks>
/// A real shop has its own database and reads it without the engine. The demo reads the catalog instead, so that it
/// shows what an operator changes. It serves nothing when the catalog does not hold the sample: its routes need no key,
/// and a catalog of others must stay private.
/// </remarks>
internal sealed class DemoShop(EngineOptions engine, IGrainFactory grains, EngineCalls calls, TimeProvider time)
{
    private const int MostFound = 60;

    /// <summary>How many products are compared: an operator may rename some of them.</summary>
    private const int Compared = 8;

    private bool _isOpen;

    private IItemListsGrain Lists => grains.GetGrain<IItemListsGrain>(0);

    /// <summary>Refuses a request unless the catalog holds the sample's products.</summary>
    /// <exception cref="RequestRefusedException">
    /// The catalog holds other products (404), or the sample is still loading (503).
    /// </exception>
    public async ValueTask RequireOpenAsync(CancellationToken gone)
    {
        if (_isOpen)
        {
            return;
        }

        _isOpen = DemoKey.IsUsed(engine) && await HoldsSampleAsync(gone);
        if (!_isOpen)
        {
            throw new RequestRefusedException(ProblemCode.NotFound, "The sample shop is not loaded.");
        }
    }

    /// <summary>Gets products by id.</summary>
    /// <returns>The products that exist.</returns>
    public async Task<ImmutableArray<CatalogItem>> ProductsAsync(ImmutableArray<ItemId> ids, CancellationToken gone)
    {
        ImmutableArray<CatalogItem?> items = await calls.RunAsync(
            (Lists, ids), static call => call.Lists.ItemsAsync(call.ids), gone);
        return [.. items.OfType<CatalogItem>().Where(item => !item.Deleted)];
    }

    /// <summary>Finds products in stock by words of their titles.</summary>
    public async Task<ImmutableArray<CatalogItem>> SearchAsync(string words, CancellationToken gone)
    {
        ItemBrowseQuery query = new() { Words = words, Available = true, Count = MostFound };
        return (await calls.RunAsync((Lists, query), static call => call.Lists.BrowseAsync(call.query), gone)).Items;
    }

    private async Task<bool> HoldsSampleAsync(CancellationToken gone)
    {
        Dictionary<ItemId, string> sample = SampleCatalog.Generate(engine.SampleSeed, time.GetUtcNow())
            .Products.Take(Compared).ToDictionary(product => product.Id, product => product.Title);
        ImmutableArray<CatalogItem> found = await ProductsAsync([.. sample.Keys], gone);
        return !found.IsEmpty || !await IsEmptyAsync(gone)
            ? found.Any(item => item.Title == sample[item.Id])
            : throw new RequestRefusedException(ProblemCode.Unavailable, "The sample shop is still loading.");
    }

    private async Task<bool> IsEmptyAsync(CancellationToken gone)
    {
        ItemBrowseQuery query = new() { Count = 1 };
        return (await calls.RunAsync((Lists, query), static call => call.Lists.BrowseAsync(call.query), gone))
            .Total == 0;
    }
}
