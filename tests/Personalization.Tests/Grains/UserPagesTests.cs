using System.Collections.Immutable;
using CsCheck;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Recommendations;
using Personalization.Grains.Users;
using static Personalization.Tests.Grains.TinyWorld;

namespace Personalization.Tests.Grains;

/// <summary>Pages of several rows from one profile.</summary>
public sealed class UserPagesTests
{
    private static readonly ImmutableArray<PopularItem> Trend =
        [.. Enumerable.Range(20, 20).Select(i => new PopularItem(ItemId.Create($"i{i}"), 1f / (i + 1)))];

    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [InlineData(60_000)]
    [InlineData(0)]
    public void No_item_is_on_a_page_twice(int deadlineMs)
    {
        TinyWorld world = World();
        world.Does("view", 0);
        world.Does("view", 3);
        world.Does("purchase", 5);
        world.Does("addToCart", 8);
        UserPages pages = PagesOf(world);

        Gen<RowQuery> rows = Gen.Select(
            Gen.Enum<RowSource>(), Gen.Int[1, 30], Gen.Int[0, 3], Gen.Bool, (source, count, cap, category) =>
                new RowQuery
                {
                    Id = "r",
                    Source = source,
                    Count = count,
                    CategoryFromProfile = category,
                    Items = source is RowSource.Similar or RowSource.Editorial ? [Item(1), Item(2)] : [],
                    Exclude = [Item(7)],
                    Cap = cap == 0 ? null : new RowCap("category", cap, 4),
                });
        rows.Array[1, PageQuery.MaxRows].Sample(
            asked =>
            {
                PageQuery query = new() { Rows = [.. asked], Exclude = [Item(9)], DeadlineMs = deadlineMs };
                PageAnswer page = pages.Compose(world.Profile, query, None);
                ItemId[] shown = [.. page.Rows.SelectMany(row => row.List.Items).Select(item => item.ItemId)];
                return page.Rows.Length == asked.Length
                    && shown.Distinct().Count() == shown.Length
                    && !shown.Contains(Item(7))
                    && !shown.Contains(Item(9))
                    && page.Rows.Zip(asked).All(pair => pair.First.List.Items.Length <= pair.Second.Count)
                    && page.Rows.Zip(asked).All(pair => HoldsCap(pair.First, pair.Second.Cap))
                    && page.Rows.Select(row => row.List.RecommendationId).Distinct().Count() == asked.Length;
            },
            iter: 300,
            seed: "0000000000000");
    }

    [Fact]
    public void The_rows_of_a_home_page_have_their_items_titles_and_evidence()
    {
        TinyWorld world = World();
        world.Does("view", 0);
        world.Does("view", 4);
        world.Does("purchase", 2);
        PageAnswer page = PagesOf(world).Compose(
            world.Profile,
            Page(
                Row("because", RowSource.BecauseYouViewed), Row("continue", RowSource.Continue),
                Row("trend", RowSource.Trending), Row("new", RowSource.Newest), Row("again", RowSource.BuyAgain),
                Row("you", RowSource.Recommended)),
            None);

        Assert.All(page.Rows, row => Assert.Equal(FallbackLevel.Fresh, row.List.FallbackLevel));
        Assert.Equal(("Because you bought i2", "i2"), (page.Rows[0].Title, page.Rows[0].Evidence));
        Assert.All(page.Rows[0].List.Items.Take(3), item => Assert.Equal(0, Number(item) % 2));
        Assert.Equal(["i4", "i0"], page.Rows[1].List.Items.Select(item => item.ItemId.Value));
        Assert.Equal(
            Trend.Select(item => item.ItemId).Except(page.Rows[0].List.Items.Select(item => item.ItemId)).Take(5),
            page.Rows[2].List.Items.Select(item => item.ItemId));
        Assert.Equal("i59", page.Rows[3].List.Items[0].ItemId.Value);
        Assert.Equal(["i2"], page.Rows[4].List.Items.Select(item => item.ItemId.Value));
        Assert.Equal("For you", page.Rows[5].Title);
        Assert.Equal(3, page.ProfileVersion);
    }

    [Fact]
    public void A_new_user_gets_popular_items_in_place_of_because_you_viewed()
    {
        TinyWorld world = World();
        PageAnswer page = PagesOf(world).Compose(
            world.Profile, Page(Row("because", RowSource.BecauseYouViewed), Row("continue", RowSource.Continue)), None);

        Assert.Equal(
            (FallbackLevel.Popular, "noHistory", "Popular now", 5),
            (
                page.Rows[0].List.FallbackLevel, page.Rows[0].List.FallbackReason, page.Rows[0].Title,
                page.Rows[0].List.Items.Length));
        Assert.Equal(("noItems", 0), (page.Rows[1].List.FallbackReason, page.Rows[1].List.Items.Length));
        Assert.Equal(FallbackLevel.Popular, page.FallbackLevel);
    }

    [Fact]
    public void A_user_who_opted_out_gets_no_personal_row()
    {
        TinyWorld world = World();
        world.Does("view", 0);
        world.Does("purchase", 2);
        world.Profile.Apply(new PreferencesEntry
        {
            Sequence = 3,
            ReceivedAt = world.Time.GetUtcNow(),
            UserId = UserId.Create("me"),
            Preferences = new StatedPreferences { OptOut = true },
        });
        PageAnswer page = PagesOf(world).Compose(
            world.Profile,
            Page(
                Row("you", RowSource.Recommended), Row("because", RowSource.BecauseYouViewed),
                Row("continue", RowSource.Continue), Row("again", RowSource.BuyAgain),
                Row("trend", RowSource.Trending)),
            None);

        Assert.All(page.Rows.Take(4), row => Assert.Equal("optOut", row.List.FallbackReason));
        Assert.All(page.Rows.Take(2), row => Assert.Equal(FallbackLevel.Popular, row.List.FallbackLevel));
        Assert.Empty(page.Rows[2].List.Items);
        Assert.Empty(page.Rows[3].List.Items);
        Assert.NotEmpty(page.Rows[4].List.Items);
    }

    [Fact]
    public void A_missed_deadline_leaves_no_row_empty()
    {
        TinyWorld world = World();
        world.Does("view", 0);
        PageAnswer page = PagesOf(world).Compose(
            world.Profile,
            Page(Row("you", RowSource.Recommended), Row("because", RowSource.BecauseYouViewed), Row(
                "new", RowSource.Newest)) with
            { DeadlineMs = 0 },
            None);

        Assert.Equal(["deadline", "deadline", null], page.Rows.Select(row => row.List.FallbackReason));
        Assert.All(page.Rows, row => Assert.Equal(5, row.List.Items.Length));
        Assert.Equal(FallbackLevel.Fresh, page.Rows[2].List.FallbackLevel);
    }

    [Fact]
    public void Complements_come_from_baskets_and_not_from_views()
    {
        TinyWorld world = World();
        PageAnswer page = PagesOf(world).Compose(
            world.Profile, Page(Row("with", RowSource.BoughtTogether) with { Items = [Item(0)] }), None);

        // The users of the world buy every fourth event, so their baskets have items of their half.
        Assert.Equal((FallbackLevel.Fresh, "i0"), (page.Rows[0].List.FallbackLevel, page.Rows[0].Evidence));
        Assert.All(page.Rows[0].List.Items, item => Assert.Equal(ReasonKind.BoughtTogether, item.Reason.Kind));
        Assert.All(page.Rows[0].List.Items, item => Assert.Equal(0, Number(item) % 2));
    }

    [Fact]
    public void The_next_items_of_a_row_repeat_none()
    {
        TinyWorld world = World();
        UserPages pages = PagesOf(world);
        PageRow first = pages.Compose(world.Profile, Page(Row("new", RowSource.Newest)), None).Rows[0];
        PageRow second = pages.Compose(
            world.Profile, Page(Row("new", RowSource.Newest) with { Cursor = first.List.Next }), None).Rows[0];

        Assert.Equal(["i59", "i58", "i57", "i56", "i55"], first.List.Items.Select(item => item.ItemId.Value));
        Assert.Equal(["i54", "i53", "i52", "i51", "i50"], second.List.Items.Select(item => item.ItemId.Value));
    }

    private static bool HoldsCap(PageRow row, RowCap? cap)
    {
        string[] values = [.. row.List.Items.Select(item => Number(item) % 2 == 0 ? "even" : "odd")];
        return cap is null || Enumerable.Range(0, values.Length).All(start => values.Skip(start)
            .Take(cap.Window)
            .GroupBy(value => value)
            .All(same => same.Count() <= cap.Most));
    }

    private static TinyWorld World()
    {
        TinyWorld world = new();
        world.Holder.SetTrending(new TrendingItems(1, [new TrendingWindow(24, Trend)]));
        world.Holder.RefreshFallback();
        return world;
    }

    private static UserPages PagesOf(TinyWorld world) => new(
        world.Lists, world.Holder, world.Lease, world.Policies, world.Exploration, "page", world.Time);

    private static PageQuery Page(params RowQuery[] rows) => new() { Rows = [.. rows] };

    private static RowQuery Row(string id, RowSource source) => new() { Id = id, Source = source, Count = 5 };

    private static ItemId Item(int number) => ItemId.Create($"i{number}");
}
