using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Identity;

namespace Personalization.Hosting.Sample;

/// <summary>The sample shop's products: about 400 in 12 categories. Immutable.</summary>
public sealed class SampleCatalog
{
    private const int FewestOfAKind = 4;
    private const int MostOfAKind = 7;

    private readonly FrozenDictionary<ItemId, SampleProduct> _byId;
    private readonly FrozenDictionary<string, ImmutableArray<SampleProduct>> _byKind;

    private SampleCatalog(ImmutableArray<SampleProduct> products)
    {
        Products = products;
        _byId = products.ToFrozenDictionary(product => product.Id);
        _byKind = products.GroupBy(product => product.Kind.Name).ToFrozenDictionary(
            kind => kind.Key, kind => kind.ToImmutableArray(), StringComparer.Ordinal);
    }

    /// <summary>The products by number.</summary>
    public ImmutableArray<SampleProduct> Products { get; }

    /// <summary>Generates the catalog of a seed.</summary>
    /// <param name="seed">The same seed gives the same products.</param>
    /// <param name="now">The time around which sale periods are placed; nothing else depends on it.</param>
    public static SampleCatalog Generate(int seed, DateTimeOffset now)
    {
        Random random = Chance.Source(seed, part: 1);
        HashSet<string> titles = new(StringComparer.Ordinal);
        ImmutableArray<SampleProduct>.Builder products = ImmutableArray.CreateBuilder<SampleProduct>();
        foreach (ProductKind kind in ShopPlan.Kinds)
        {
            int count = random.Next(FewestOfAKind, MostOfAKind + 1);
            for (int i = 0; i < count; i++)
            {
                products.Add(Stock(Make(kind, products.Count, random, titles), random, now.ToUniversalTime()));
            }
        }

        return new SampleCatalog(products.ToImmutable());
    }

    /// <summary>Finds a product by its id; null when the shop does not have it.</summary>
    public SampleProduct? Find(ItemId id) => _byId.GetValueOrDefault(id);

    /// <summary>Returns the products of a kind, by the kind's name.</summary>
    public ImmutableArray<SampleProduct> OfKind(string kind) => _byKind[kind];

    private static SampleProduct Make(ProductKind kind, int number, Random random, HashSet<string> titles)
    {
        Department department = ShopPlan.DepartmentOf(kind.Category);
        Brand brand = random.Pick(ShopPlan.Brands.Where(maker => maker.Department == department).ToList());
        int variant = random.Next(kind.Variants.Length);
        double size = kind.Variants.Length == 1 ? 0.5 : variant / (kind.Variants.Length - 1.0);
        double position = Math.Clamp(
            (0.5 * size) + (0.42 * brand.PriceLevel) + 0.04 + (0.06 * random.NextNormal()), 0, 1);
        string? colour = kind.UsedUp ? null : random.Pick(ShopPlan.ColoursOf(department));
        string title;
        do
        {
            string line = random.Pick(ShopPlan.Lines);
            title = colour is null ? $"{line} {kind.Variants[variant]}" : $"{line} {kind.Variants[variant]}, {colour}";
        }
        while (!titles.Add(title));

        return new SampleProduct
        {
            Number = number,
            Id = ItemId.Create(string.Create(CultureInfo.InvariantCulture, $"p-{number + 1:0000}")),
            Title = title,
            Kind = kind,
            Brand = brand,
            Colour = colour,
            Price = PriceTag(kind, position),
            PricePosition = position,
            Renown = Math.Exp(0.8 * random.NextNormal()),
        };
    }

    /// <summary>
    /// Returns a price between the kind's lowest and highest, evenly spaced on a log scale and rounded like a shop's
    /// price: 7.95, 24.90, 189.
    /// </summary>
    private static decimal PriceTag(ProductKind kind, double position)
    {
        double price = (double)kind.Low * Math.Pow((double)(kind.High / kind.Low), position);
        return price switch
        {
            < 20 => Math.Round((decimal)price * 2, MidpointRounding.AwayFromZero) / 2 - 0.05m,
            < 100 => Math.Round((decimal)price, MidpointRounding.AwayFromZero) - 0.10m,
            _ => (Math.Round((decimal)price / 5, MidpointRounding.AwayFromZero) * 5) - 1m,
        };
    }

    /// <summary>
    /// Sets availability: most products are always on sale; a few are new, announced, ending, ended or sold out.
    /// </summary>
    private static SampleProduct Stock(SampleProduct product, Random random, DateTimeOffset now)
    {
        double days = 1 + (random.NextDouble() * 10);
        return random.Next(60) switch
        {
            0 => product with { OnSaleFrom = now.AddDays(days) },
            1 or 2 => product with { OnSaleFrom = now.AddDays(-days) },
            3 => product with { OnSaleUntil = now.AddDays(-days) },
            4 => product with { OnSaleUntil = now.AddDays(days) },
            5 => product with { SoldOutAt = now.AddDays(-days) },
            _ => product,
        };
    }
}
