using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Hosting.Sample;

namespace Personalization.Tests.Hosting.Sample;

public sealed class SampleShopTests
{
    [Fact]
    public void The_same_seed_and_time_make_the_same_shop()
    {
        SampleShop again = SampleShop.Generate(SampleShopFixture.Seed, SampleShopFixture.Now);

        Assert.Equal(SampleShopFixture.Shop.Events.Select(Text), again.Events.Select(Text));
        Assert.Equal(SampleShopFixture.Shop.Items.Select(Text), again.Items.Select(Text));
    }

    [Fact]
    public void Another_seed_makes_another_shop()
    {
        SampleShop other = SampleShop.Generate(SampleShopFixture.Seed + 1, SampleShopFixture.Now);

        Assert.NotEqual(SampleShopFixture.Shop.Items.Select(Text), other.Items.Select(Text));
        int same = SampleShopFixture.Shop.Events.Zip(
            other.Events).Count(pair => pair.First.ItemId == pair.Second.ItemId);
        Assert.InRange(same, 0, other.Events.Count / 20);
    }

    [Fact]
    public void The_time_zone_of_now_makes_no_difference()
    {
        SampleShop elsewhere = SampleShop.Generate(
            SampleShopFixture.Seed, SampleShopFixture.Now.ToOffset(TimeSpan.FromHours(-7)));

        Assert.Equal(SampleShopFixture.Shop.Events.Select(Text), elsewhere.Events.Select(Text));
        Assert.Equal(SampleShopFixture.Shop.Items.Select(Text), elsewhere.Items.Select(Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_shop_has_a_few_hundred_products_and_about_25_000_events(int seed)
    {
        SampleShop shop = SampleShop.Generate(seed, SampleShopFixture.Now);

        Assert.InRange(shop.Items.Count, 350, 480);
        Assert.InRange(shop.Events.Count, 20_000, 30_000);
        Assert.InRange(
            shop.Events.Select(happened => happened.UserId).Distinct().Count(), 590, SampleShop.ShopperCount);
        Assert.Equal(12, shop.Catalog.Products.Select(product => product.Kind.Category).Distinct().Count());
    }

    [Fact]
    public void Every_event_passes_the_validation_of_client_events()
    {
        EventValidator validator = new(EventVocabulary.Default);
        List<ValidationError> errors = [];
        foreach (UserEvent happened in SampleShopFixture.Shop.Events)
        {
            UserEvent? valid = validator.Validate(Raw(happened), SampleShopFixture.Now, "$", errors);
            Assert.Equal(Text(happened), valid is null ? string.Join(' ', errors) : Text(valid));
        }
    }

    [Fact]
    public void Every_item_passes_the_validation_of_client_items()
    {
        List<ValidationError> errors = [];
        foreach (ItemPatch item in SampleShopFixture.Shop.Items)
        {
            ItemPatch? valid = ItemValidator.Validate(Raw(item), "$", errors);
            Assert.Equal(Text(item), valid is null ? string.Join(' ', errors) : Text(valid));
        }
    }

    [Fact]
    public void Ids_of_events_and_items_and_titles_are_unique()
    {
        SampleShop shop = SampleShopFixture.Shop;

        Assert.Equal(
            shop.Events.Count,
            shop.Events.Select(happened => happened.EventId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(shop.Items.Count, shop.Items.Select(item => item.Id).Distinct().Count());
        Assert.Equal(shop.Items.Count, shop.Items.Select(item => item.Title).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("p-0001", shop.Items[0].Id.Value);
        Assert.Equal("shopper-001", shop.Shoppers[0].Id.Value);
    }

    [Theory]
    [InlineData("2026-11-15T00:00:00Z")]
    [InlineData("2026-11-15T09:30:00Z")]
    [InlineData("2024-02-29T23:59:59Z")]
    public void Events_are_ordered_by_time_within_the_last_30_days(string at)
    {
        DateTimeOffset now = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        IReadOnlyList<UserEvent> events = SampleShop.Generate(7, now).Events;

        Assert.InRange(events.Count, 20_000, 30_000);
        Assert.All(events, happened => Assert.InRange(happened.OccurredAt, now.AddDays(-30), now));
        Assert.Equal(
            events.Select(happened => happened.OccurredAt).Order(), events.Select(happened => happened.OccurredAt));
    }

    private static RawEvent Raw(UserEvent happened) => new()
    {
        EventId = happened.EventId,
        UserId = happened.UserId.Value,
        Type = happened.Type,
        ItemId = happened.ItemId.Value,
        OccurredAt = happened.OccurredAt,
        Value = happened.Value,
        Placement = happened.Placement,
    };

    private static RawItem Raw(ItemPatch item) => new()
    {
        Id = item.Id.Value,
        Title = item.Title,
        Categories = item.Categories,
        Attributes = item.Attributes?.ToDictionary(
            pair => pair.Key, pair => pair.Value is { } text ? AttributeValue.Of(text) : (AttributeValue?)null),
        Price = item.Price,
        Available = item.Available,
        ValidFrom = item.ValidFrom,
        ValidUntil = item.ValidUntil,
    };

    private static string Text(UserEvent happened) => FormattableString.Invariant(
        $"{happened.EventId} {happened.UserId} {happened.Type} {happened.ItemId} {happened.OccurredAt:O} ")
        + FormattableString.Invariant($"{happened.Value} {happened.Placement}");

    private static string Text(ItemPatch item)
    {
        string categories = string.Join('/', item.Categories ?? []);
        string facts = string.Join(',', item.Attributes!.OrderBy(fact => fact.Key));
        return FormattableString.Invariant($"{item.Id} {item.Title} {categories} {facts} {item.Price} ")
            + FormattableString.Invariant($"{item.Available} {item.ValidFrom:O} {item.ValidUntil:O}");
    }
}
