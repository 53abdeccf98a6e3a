using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Fallback;

namespace Personalization.Tests.Api.Recommendations;

public sealed class FallbackListsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly FallbackLists _lists;

    public FallbackListsTests()
    {
        _lists = new FallbackLists(
            _time, new ConfiguredLists(placement => placement == "home" ? ["s1", "", "s2"] : []));
        ImmutableArray<FallbackItem> items = [.. Enumerable.Range(1, 6).Select(Item)];
        _lists.Last = new FallbackList(
            new RecommendationList
            {
                RecommendationId = "x",
                Items = [.. items.Select(item => item.Item)],
                FallbackLevel = FallbackLevel.Popular,
                RankedAt = _time.GetUtcNow()
            }, items);
    }

    [Fact]
    public void A_fallback_list_states_its_level_and_reason()
    {
        RecommendationList list = _lists.Popular(new RecommendationQuery { Count = 2 }, "deadline")!;

        Assert.Equal(
            (FallbackLevel.Popular, "deadline", 0L), (list.FallbackLevel, list.FallbackReason, list.ProfileVersion));
        Assert.Equal(["i1", "i2"], Ids(list));
    }

    [Fact]
    public void Configured_items_are_served_before_the_engine_answers()
    {
        RecommendationList list = _lists.Static(
            new RecommendationQuery { Placement = "home", Count = 5 }, "unavailable")!;
        Assert.Equal((FallbackLevel.Static, "unavailable"), (list.FallbackLevel, list.FallbackReason));
        Assert.Equal(["s1", "s2"], Ids(list));
        Assert.Null(_lists.Static(new RecommendationQuery(), "unavailable"));
    }

    [Fact]
    public void Every_list_has_a_unique_id() =>
        Assert.NotEqual(
            _lists.Popular(new RecommendationQuery(), "deadline")!.RecommendationId,
            _lists.Popular(new RecommendationQuery(), "deadline")!.RecommendationId);

    [Fact]
    public void Filters_and_availability_apply_without_the_engine()
    {
        ItemFilter filter = ItemFilter.Parse("category:even", out _)!;

        Assert.Equal(
            ["i2", "i4", "i6"], Ids(_lists.Popular(new RecommendationQuery { Filter = filter }, "unavailable")!));
        _time.Advance(TimeSpan.FromMinutes(90));
        Assert.Equal(["i2", "i4"], Ids(_lists.Popular(new RecommendationQuery { Filter = filter }, "unavailable")!));
    }

    [Fact]
    public void A_scroll_does_not_repeat_and_ends()
    {
        RecommendationList first = _lists.Popular(new RecommendationQuery { Count = 4 }, "deadline")!;
        RecommendationList second = _lists.Popular(
            new RecommendationQuery { Count = 4, Cursor = first.Next }, "deadline")!;

        Assert.Equal(["i1", "i2", "i3", "i4"], Ids(first));
        Assert.Equal(["i5", "i6"], Ids(second));
        Assert.Null(second.Next);
    }

    [Fact]
    public void Without_a_copy_no_list_is_served() =>
        Assert.Null(new FallbackLists(_time, ConfiguredLists.None).Popular(new RecommendationQuery(), "deadline"));

    [Fact]
    public void All_candidates_are_returned_popular_items_first()
    {
        RankQuery query = new() { Candidates = [.. new[] { "z", "i3", "y", "i1" }.Select(ItemId.Create)] };

        Assert.Equal(["i1", "i3", "z", "y"], Ids(_lists.Rank(query, "deadline")));
        Assert.Equal(
            ["z", "i3", "y", "i1"], Ids(new FallbackLists(_time, ConfiguredLists.None).Rank(query, "deadline")));
        Assert.Equal(
            FallbackLevel.Static, new FallbackLists(_time, ConfiguredLists.None).Rank(query, "deadline").FallbackLevel);
    }

    private FallbackItem Item(int n)
    {
        ItemId id = ItemId.Create($"i{n}");
        DateTimeOffset? until = n == 6 ? _time.GetUtcNow().AddHours(1) : null;
        CatalogItem facts = new() { Id = id, Categories = [n % 2 == 0 ? "even" : "odd"], ValidUntil = until };
        return new FallbackItem(new RecommendedItem(id, 1.0 / n, new Reason(ReasonKind.Popular, null)), facts);
    }

    private static IEnumerable<string> Ids(RecommendationList list) => list.Items.Select(item => item.ItemId.Value);
}
