using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Recommendations;
using Personalization.Grains.Serving;

namespace Personalization.Tests.Grains;

/// <summary>M8: a catalog change touches only the lists that it changes.</summary>
public sealed class StockFeedTests
{
    private const int ChangesPerSecond = 100;

    /// <summary>The first page is the whole cached list, which is shorter than the catalog.</summary>
    private static readonly RecommendationQuery All = new() { Count = 20 };

    private static readonly ServingOptions Short = new() { ListLength = 20 };

    [Fact]
    public void M8_lists_without_changed_items_stay_valid_under_a_stock_feed()
    {
        Random chance = new(5);
        TinyWorld shop = new(Short);
        TinyWorld[] users = [.. Enumerable.Range(0, 60).Select(_ => new TinyWorld(Short, beside: shop))];
        foreach ((int u, TinyWorld user) in users.Index())
        {
            user.Does("view", u % 10);
            user.Does("view", chance.Next(TinyWorld.Items));
        }

        (int untouched, int kept, int touched, int renewed) = (0, 0, 0, 0);
        for (int second = 0; second < 20; second++)
        {
            RecommendationList[] before = [.. users.Select(user => List(user))];
            HashSet<string> changed = [.. Enumerable.Range(0, ChangesPerSecond).Select(_ => Change(shop, chance))];
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            foreach ((TinyWorld user, RecommendationList old) in users.Zip(before))
            {
                bool isSame = List(user).RankedAt == old.RankedAt;
                if (old.Items.Any(item => changed.Contains(item.ItemId.Value)))
                {
                    (touched, renewed) = (touched + 1, renewed + (isSame ? 0 : 1));
                }
                else
                {
                    (untouched, kept) = (untouched + 1, kept + (isSame ? 1 : 0));
                }
            }
        }

        Assert.True(untouched > 100 && touched > 100, $"{untouched} untouched and {touched} touched lists");
        Assert.True(kept >= 0.9 * untouched, $"{kept} of {untouched} untouched lists stayed valid");
        Assert.Equal(touched, renewed);
    }

    [Fact]
    public void A_sold_out_item_is_gone_from_the_next_list_and_a_restocked_one_waits_until_it_is_ranked_again()
    {
        TinyWorld world = new(Short);
        world.Does("view", 0);
        string first = List(world).Items[0].ItemId.Value;
        int number = int.Parse(first[1..], System.Globalization.CultureInfo.InvariantCulture);
        world.Change(TinyWorld.Item(number, available: false));
        Assert.DoesNotContain(List(world).Items, item => item.ItemId.Value == first);

        world.Change(TinyWorld.Item(number));
        Assert.DoesNotContain(List(world).Items, item => item.ItemId.Value == first);
        world.Time.Advance(TimeSpan.FromSeconds(new ServingOptions().ListMaxAgeSeconds));
        Assert.Contains(List(world).Items, item => item.ItemId.Value == first);
    }

    [Fact]
    public void A_list_of_all_allowed_items_takes_up_a_restocked_item_at_once()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        world.Change(TinyWorld.Item(9, available: false));
        Assert.DoesNotContain(List(world, 60).Items, item => item.ItemId.Value == "i9");
        world.Change(TinyWorld.Item(9));
        Assert.Contains(List(world, 60).Items, item => item.ItemId.Value == "i9");
    }

    private static RecommendationList List(TinyWorld user) => List(user, All.Count);

    private static RecommendationList List(TinyWorld user, int count) =>
        user.Lists.Recommend(user.Profile, All with { Count = count }, CancellationToken.None);

    /// <summary>Sells out or restocks an item of one part of the shop.</summary>
    private static string Change(TinyWorld shop, Random chance)
    {
        CatalogItem item = TinyWorld.Item(44 + chance.Next(16), available: chance.Next(2) == 0);
        shop.Change(item);
        return item.Id.Value;
    }
}
