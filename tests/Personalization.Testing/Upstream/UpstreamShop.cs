using System.Collections.Immutable;
using Personalization.Hosting.Sample;

namespace Personalization.Testing.Upstream;

/// <summary>
/// What the shop's own systems hold at a moment: the truth behind the feeds. Changed whole, by any thread.
/// </summary>
internal sealed class UpstreamShop(IEnumerable<UpstreamProduct> products)
{
    private readonly Lock _changing = new();

    /// <summary>All products, in the order of their ids.</summary>
    public ImmutableArray<UpstreamProduct> Products { get; private set; } =
    [.. products.OrderBy(product => product.Id, StringComparer.Ordinal)];

    /// <summary>The sample shop of a seed; stock is drawn with the same seed.</summary>
    public static UpstreamShop Sample(int seed, DateTimeOffset now)
    {
        Random random = new(seed);
        return new UpstreamShop(SampleCatalog.Generate(seed, now).Products.Select(product => new UpstreamProduct
        {
            Id = product.Id.Value,
            Title = product.Title,
            Categories = [product.Kind.Category, product.Kind.Section],
            Attributes = product.ToItem().Attributes!.ToDictionary(pair => pair.Key, pair => pair.Value!),
            Price = product.Price,
            Stock = product.SoldOutAt is null ? random.Next(1, 100) : 0,
            OnSaleFrom = product.OnSaleFrom,
            OnSaleUntil = product.OnSaleUntil,
        }));
    }

    /// <summary>Changes one product.</summary>
    /// <returns>Whether there is one of this id.</returns>
    public bool Change(string id, Func<UpstreamProduct, UpstreamProduct> change)
    {
        lock (_changing)
        {
            int at = Products.ToList().FindIndex(product => product.Id == id);
            Products = at < 0 ? Products : Products.SetItem(at, change(Products[at]));
            return at >= 0;
        }
    }

    /// <summary>Keeps only the products that a test holds for.</summary>
    public void Keep(Func<UpstreamProduct, bool> test)
    {
        lock (_changing)
        {
            Products = [.. Products.Where(test)];
        }
    }
}
