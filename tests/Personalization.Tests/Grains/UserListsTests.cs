using System.Collections.Immutable;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Models;
using Personalization.Engine.Placements;
using Personalization.Engine.Ranking;
using Personalization.Grains.Serving;
using static Personalization.Tests.Grains.TinyWorld;

namespace Personalization.Tests.Grains;

public sealed class UserListsTests
{
    private static readonly RecommendationQuery Ten = new() { Count = 10 };

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public void A_users_events_determine_the_next_list()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        world.Does("view", 4);
        RecommendationList even = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal(FallbackLevel.Fresh, even.FallbackLevel);
        Assert.Equal(2, even.ProfileVersion);
        Assert.All(even.Items.Take(5), item => Assert.Equal(0, Number(item) % 2));

        TinyWorld other = new();
        other.Does("view", 1);
        other.Does("view", 5);
        Assert.All(
            other.Lists.Recommend(other.Profile, Ten, None).Items.Take(5), item => Assert.Equal(1, Number(item) % 2));
    }

    [Fact]
    public void A_current_list_is_served_again_and_any_change_outdates_it()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        DateTimeOffset first = world.Lists.Recommend(world.Profile, Ten, None).RankedAt;
        world.Time.Advance(TimeSpan.FromSeconds(1));
        RecommendationList again = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal(first, again.RankedAt);

        world.Does("view", 2);
        Assert.Equal(world.Time.GetUtcNow(), world.Lists.Recommend(world.Profile, Ten, None).RankedAt);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        world.Change(TinyWorld.Item(59));
        Assert.Equal(world.Time.GetUtcNow(), world.Lists.Recommend(world.Profile, Ten, None).RankedAt);
        world.Time.Advance(TimeSpan.FromSeconds(301));
        Assert.Equal(world.Time.GetUtcNow(), world.Lists.Recommend(world.Profile, Ten, None).RankedAt);
    }

    [Fact]
    public void A_list_of_a_session_is_ranked_again_with_the_opening_blend_after_the_session_gap()
    {
        TinyWorld world = new(new ServingOptions { ListMaxAgeSeconds = 86_400 });
        ModelSnapshot live = world.Holder.Current.Model!;
        BlendWeights common = live.Manifest!.Blend.Weights;
        BlendWeights popular = BlendWeights.None with { Popular = 1 };
        world.Holder.SetModel(new ModelSnapshot(
            "moments", live.Items, live.Parts, new MomentBlends(common) { Opening = popular }));
        world.Does("view", 1);
        RecommendationList inSession = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.All(inSession.Items.Take(5), item => Assert.Equal(1, Number(item) % 2));

        world.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(inSession.RankedAt, world.Lists.Recommend(world.Profile, Ten, None).RankedAt);

        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        RecommendationList opening = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal(world.Time.GetUtcNow(), opening.RankedAt);
        Assert.Contains(opening.Items.Take(5), item => Number(item) % 2 == 0);
        world.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(opening.RankedAt, world.Lists.Recommend(world.Profile, Ten, None).RankedAt);
    }

    [Fact]
    public void Without_its_lease_a_silo_marks_no_list_fresh()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        ImmutableArray<RecommendedItem> own = world.Lists.Recommend(world.Profile, Ten, None).Items;
        world.Lease.Renew(world.Time.GetTimestamp(), TimeSpan.FromSeconds(2));
        world.Time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal(FallbackLevel.Fresh, world.Lists.Recommend(world.Profile, Ten, None).FallbackLevel);

        world.Time.Advance(TimeSpan.FromSeconds(0.2));
        RecommendationList after = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal((FallbackLevel.Cached, "unconfirmed"), (after.FallbackLevel, after.FallbackReason));
        Assert.Equal(own, after.Items);

        world.Lease.Renew(world.Time.GetTimestamp(), TimeSpan.FromSeconds(2));
        Assert.Equal(FallbackLevel.Fresh, world.Lists.Recommend(world.Profile, Ten, None).FallbackLevel);
        world.Lease.End();
        Assert.NotEqual(FallbackLevel.Fresh, world.Lists.Recommend(world.Profile, Ten, None).FallbackLevel);
    }

    [Fact]
    public void A_query_whose_deadline_passed_before_its_turn_is_not_ranked()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        RecommendationList late = world.Lists.Recommend(world.Profile, Ten with { DeadlineMs = 0 }, None);
        Assert.NotEqual(FallbackLevel.Fresh, late.FallbackLevel);
        Assert.Equal("deadline", late.FallbackReason);
    }

    [Fact]
    public void Each_answer_has_a_unique_id()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        Assert.Equal(50, Enumerable.Range(0, 50)
            .Select(_ => world.Lists.Recommend(world.Profile, Ten, None).RecommendationId)
            .Distinct()
            .Count());
    }

    [Fact]
    public void Unavailable_and_expired_items_leave_the_list_at_once()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        ImmutableArray<RecommendedItem> before = world.Lists.Recommend(world.Profile, Ten, None).Items;
        int gone = Number(before[0]);
        int ending = Number(before[1]);
        world.Change(
            TinyWorld.Item(gone, available: false),
            TinyWorld.Item(ending, until: world.Time.GetUtcNow().AddSeconds(10)));
        int[] after = Numbers(world.Lists.Recommend(world.Profile, Ten, None));
        Assert.DoesNotContain(gone, after);
        Assert.Contains(ending, after);
        world.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(ending, Numbers(world.Lists.Recommend(world.Profile, Ten, None)));
    }

    [Fact]
    public void A_scroll_shows_everything_once_and_ends()
    {
        TinyWorld world = new(new() { ListLength = 20 });
        world.Does("view", 0);
        List<int> shown = [];
        ScrollCursor? cursor = null;
        do
        {
            RecommendationList page = world.Lists.Recommend(
                world.Profile, Ten with { Count = 7, Cursor = cursor }, None);
            shown.AddRange(Numbers(page));
            cursor = page.Next;
            if (shown.Count == 21)
            {
                // The profile changes during the scroll.
                world.Does("view", 1);
            }
        }
        while (cursor is not null);
        Assert.Equal(shown.Count, shown.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, TinyWorld.Items).Except([0, 1]), shown.Order().Except([1]));
    }

    [Fact]
    public void Later_pages_have_the_reasons_of_a_list_of_all_items()
    {
        TinyWorld world = new();
        TinyWorld whole = new();
        foreach (TinyWorld each in new[] { world, whole })
        {
            each.Does("view", 0);
            each.Does("purchase", 4);
        }

        RecommendedItem[] all = [.. whole.Lists.Recommend(whole.Profile, Ten with { Count = 60 }, None).Items];
        RecommendationList first = world.Lists.Recommend(world.Profile, Ten, None);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        RecommendationList second = world.Lists.Recommend(world.Profile, Ten with { Cursor = first.Next }, None);
        RecommendationList longer = world.Lists.Recommend(world.Profile, Ten with { Count = 30 }, None);
        Assert.Equal((first.RankedAt, first.RankedAt), (second.RankedAt, longer.RankedAt));
        Assert.Equal(all[..10], first.Items);
        Assert.Equal(all[10..20], second.Items);
        Assert.Equal(all[..30], longer.Items);
        Assert.Contains(all[10..30], item => item.Reason is { Kind: ReasonKind.SimilarTaste, Evidence: not null });
    }

    [Fact]
    public void A_later_page_without_time_left_keeps_its_items()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        RecommendationList first = world.Lists.Recommend(world.Profile, Ten, None);
        RecommendationQuery next = Ten with { Cursor = first.Next };
        int[] late = Numbers(world.Lists.Recommend(world.Profile, next with { DeadlineMs = 0 }, None));
        Assert.Equal(late, Numbers(world.Lists.Recommend(world.Profile, next, None)));
        Assert.Equal(10, late.Length);
    }

    [Theory]
    [InlineData(SeenItems.Exclude, false, false)]
    [InlineData(SeenItems.ExcludePurchased, true, false)]
    [InlineData(SeenItems.Allow, true, true)]
    public void The_seen_items_policy_decides_which_seen_items_return(SeenItems seen, bool viewedBack, bool boughtBack)
    {
        TinyWorld world = new(policy: new PlacementPolicy { SeenItems = seen, Diversity = 0 });
        world.Does("view", 2);
        world.Does("purchase", 4);
        world.Does("dismiss", 6);
        int[] all = Numbers(world.Lists.Recommend(world.Profile, new RecommendationQuery { Count = 60 }, None));
        Assert.Equal(viewedBack, all.Contains(2));
        Assert.Equal(boughtBack, all.Contains(4));
        Assert.DoesNotContain(6, all);
    }

    [Fact]
    public void A_filter_applies_to_every_item_and_finds_all_matches()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        ItemFilter filter = ItemFilter.Parse("category:odd,price>=31", out _)!;
        int[] found = Numbers(
            world.Lists.Recommend(world.Profile, new RecommendationQuery { Count = 60, Filter = filter }, None));
        Assert.Equal(Enumerable.Range(31, 29).Where(i => i % 2 == 1), found.Order());
    }

    [Fact]
    public void New_items_unknown_to_the_model_are_listed_with_their_reason()
    {
        TinyWorld world = new();
        world.Change(TinyWorld.Item(100));
        RecommendationList list = world.Lists.Recommend(world.Profile, new RecommendationQuery { Count = 200 }, None);
        RecommendedItem fresh = Assert.Single(list.Items, item => item.ItemId.Value == "i100");
        Assert.Equal(ReasonKind.New, fresh.Reason.Kind);
    }

    [Fact]
    public void Ranking_returns_every_candidate_in_the_users_order()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        world.Does("view", 4);
        ImmutableArray<ItemId> candidates =
        [.. new[] { "i3", "i9", "unknown-b", "i2", "unknown-a", "i6" }.Select(ItemId.Create)];
        RecommendationList ranked = world.Lists.Rank(world.Profile, new RankQuery { Candidates = candidates }, None);
        string[] ids = [.. ranked.Items.Select(item => item.ItemId.Value)];
        Assert.Equal(candidates.Select(id => id.Value).Order(), ids.Order());
        Assert.Equal(["i2", "i6"], ids[..2].Order());
        Assert.Equal(["unknown-b", "unknown-a"], ids[4..]);
    }

    [Fact]
    public void L13_ranking_leaves_out_unavailable_and_deleted_candidates()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        world.Change(
            TinyWorld.Item(2, available: false),
            TinyWorld.Item(4, available: false) with { Deleted = true },
            TinyWorld.Item(8, until: world.Time.GetUtcNow()));
        RankQuery query = new() { Candidates = [.. new[] { "i2", "i4", "i6", "i8", "other" }.Select(ItemId.Create)] };
        Assert.Equal(
            ["i6", "other"],
            world.Lists.Rank(world.Profile, query, None).Items.Select(item => item.ItemId.Value));

        using CancellationTokenSource expired = new();
        expired.Cancel();
        RecommendationList late = world.Lists.Rank(world.Profile, query, expired.Token);
        Assert.Equal("deadline", late.FallbackReason);
        Assert.Equal(["i6", "other"], late.Items.Select(item => item.ItemId.Value));
    }

    [Fact]
    public void L13_without_its_lease_a_silo_marks_no_ranking_fresh()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        RankQuery query = new() { Candidates = [ItemId.Create("i2"), ItemId.Create("i4")] };
        Assert.Equal(FallbackLevel.Fresh, world.Lists.Rank(world.Profile, query, None).FallbackLevel);
        world.Lease.End();
        RecommendationList after = world.Lists.Rank(world.Profile, query, None);
        Assert.Equal((FallbackLevel.Cached, "unconfirmed"), (after.FallbackLevel, after.FallbackReason));
        Assert.Equal(2, after.Items.Length);
    }
}
