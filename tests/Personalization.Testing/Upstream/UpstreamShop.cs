using System.Collections.Immutable;
using Personalization.Hosting.Sample;

namespace Personalization.Testing.Upstream;

/// <summary>
/// The current data of the shop's own systems, which the feeds publish. Thread-safe: each change replaces the whole
/// data.
/// </summary>
internal sealed class UpstreamShop(IEnumerable<UpstreamProduct> products)
{
    private readonly Lock _changing = new();

    /// <summary>Gets all products, ordered by id.</summary>
    public ImmutableArray<UpstreamProduct> Products { get; private set; } =
    [.. products.OrderBy(product => product.Id, StringComparer.Ordinal)];

    /// <summary>Creates the sample shop of a seed. The seed also decides the stock.</summary>
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
    /// <returns>True if a product with this id exists.</returns>
    public bool Change(string id, Func<UpstreamProduct, UpstreamProduct> change)
    {
        lock (_changing)
        {
            int at = Products.ToList().FindIndex(product => product.Id == id);
            Products = at < 0 ? Products : Products.SetItem(at, change(Products[at]));
            return at >= 0;
        }
    }

    /// <summary>Removes the products that do not match.</summary>
    public void Keep(Func<UpstreamProduct, bool> test)
    {
        lock (_changing)
        {
            Products = [.. Products.Where(test)];
        }
    }
}
