using Personalization.Hosting.Sample;

namespace Personalization.Tests.Hosting.Sample;

public sealed class SampleCatalogTests
{
    [Fact]
    public void Prices_lie_in_the_range_of_their_kind()
    {
        Assert.All(SampleShopFixture.Shop.Catalog.Products, product =>
            Assert.InRange(product.Price, (product.Kind.Low * 0.9m) - 1, (product.Kind.High * 1.05m) + 1));
    }

    [Fact]
    public void Expensive_brands_cost_more_for_the_same_kind()
    {
        IEnumerable<SampleProduct> products = SampleShopFixture.Shop.Catalog.Products;
        double cheap = products.Where(
            product => product.Brand.PriceLevel < 0.35).Average(product => product.PricePosition);
        double expensive = products.Where(
            product => product.Brand.PriceLevel > 0.65).Average(product => product.PricePosition);

        Assert.True(
            expensive > cheap + 0.15,
            FormattableString.Invariant($"cheap brands at {cheap:0.00}, expensive ones at {expensive:0.00}"));
    }

    [Fact]
    public void A_few_products_are_sold_out_ended_or_announced()
    {
        IReadOnlyList<SampleProduct> products = SampleShopFixture.Shop.Catalog.Products;

        int hidden = products.Count(product => !product.CanBeHad(SampleShopFixture.Now));

        Assert.InRange(hidden, 5, products.Count / 10);
        Assert.Contains(products, product => product.SoldOutAt is not null);
        Assert.Contains(products, product => product.OnSaleFrom > SampleShopFixture.Now);
        Assert.Contains(products, product => product.OnSaleUntil <= SampleShopFixture.Now);
    }

    [Fact]
    public void An_item_can_be_shown_exactly_when_its_product_can_be_bought()
    {
        SampleShop shop = SampleShopFixture.Shop;
        foreach ((
            SampleProduct product,
            Personalization.Abstractions.Catalog.ItemPatch item) in shop.Catalog.Products.Zip(shop.Items))
        {
            Personalization.Abstractions.Catalog.CatalogItem put = item.ApplyTo(new() { Id = item.Id });
            Assert.Equal(product.CanBeHad(SampleShopFixture.Now), put.CanBeShown(SampleShopFixture.Now));
        }
    }

    [Fact]
    public void Kinds_that_go_with_others_exist_in_the_shop()
    {
        HashSet<string> names = [.. SampleShopFixture.Shop.Catalog.Products.Select(product => product.Kind.Name)];

        Assert.All(
            SampleShopFixture.Shop.Catalog.Products.SelectMany(product => product.Kind.GoesWith),
            name => Assert.Contains(name, names));
    }
}
