using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Profiles;
using static Personalization.Tests.Grains.TinyWorld;

namespace Personalization.Tests.Grains;

public sealed class FallbackListsTests
{
    private static readonly RecommendationQuery Ten = new() { Count = 10 };

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public void After_the_deadline_fallback_levels_answer_without_unavailable_items()
    {
        using CancellationTokenSource expired = new();
        expired.Cancel();
        TinyWorld world = new();
        world.Does("view", 1);
        RecommendationList segment = world.Lists.Recommend(world.Profile, Ten, expired.Token);
        Assert.Equal((FallbackLevel.Segment, "deadline"), (segment.FallbackLevel, segment.FallbackReason));
        Assert.All(segment.Items, item => Assert.Equal(1, Number(item) % 2));

        RecommendationList fresh = world.Lists.Recommend(world.Profile, Ten, None);
        world.Does("view", 3);
        int gone = Number(fresh.Items[0]);
        world.Change(TinyWorld.Item(gone, available: false));
        RecommendationList cached = world.Lists.Recommend(world.Profile, Ten, expired.Token);
        Assert.Equal((FallbackLevel.Cached, "deadline"), (cached.FallbackLevel, cached.FallbackReason));
        Assert.Equal(fresh.ProfileVersion, cached.ProfileVersion);
        Assert.Equal(fresh.RankedAt, cached.RankedAt);
        Assert.DoesNotContain(gone, Numbers(cached));
    }

    [Fact]
    public void After_the_deadline_an_unknown_user_gets_popular_items()
    {
        using CancellationTokenSource expired = new();
        expired.Cancel();
        RecommendationList list = new TinyWorld().Lists.Recommend(
            new UserProfile(new ProfileOptions(), Personalization.Abstractions.Events.EventVocabulary.Default),
            Ten,
            expired.Token);
        Assert.Equal(
            (FallbackLevel.Popular, "deadline", 10), (list.FallbackLevel, list.FallbackReason, list.Items.Length));
    }

    [Fact]
    public void Without_a_model_the_newest_items_are_shown_as_static()
    {
        TinyWorld world = new(withModel: false);
        RecommendationList list = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal((FallbackLevel.Static, "noModel"), (list.FallbackLevel, list.FallbackReason));
        Assert.Equal(Enumerable.Range(50, 10).Reverse(), Numbers(list));
        Assert.Null(list.ModelVersion);
    }

    [Fact]
    public void M19_without_a_model_counted_items_are_popular_and_every_level_has_the_profile_version()
    {
        TinyWorld world = new(withModel: false);
        world.Holder.SetPopular(new PopularItems(
            1, [.. new[] { 8, 3, 5 }.Select((i, rank) => new PopularItem(ItemId.Create($"i{i}"), 1f / (1 + rank)))]));
        world.Holder.RefreshFallback();
        RecommendationList list = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal((FallbackLevel.Popular, "noModel"), (list.FallbackLevel, list.FallbackReason));
        Assert.Equal([8, 3, 5, 59, 58, 57, 56, 55, 54, 53], Numbers(list));
        Assert.Equal(ReasonKind.Popular, list.Items[0].Reason.Kind);
        Assert.Equal(0, list.ProfileVersion);

        world.Does("view", 1);
        RecommendationList segment = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal((FallbackLevel.Segment, 1L), (segment.FallbackLevel, segment.ProfileVersion));
        Assert.Equal([3, 5], Numbers(segment));

        world.Change(TinyWorld.Item(3, available: false), TinyWorld.Item(5, available: false));
        RecommendationList others = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal((FallbackLevel.Popular, 1L), (others.FallbackLevel, others.ProfileVersion));
        Assert.Equal([8, 59, 58], Numbers(others)[..3]);
        ItemFilter odd = ItemFilter.Parse("category:odd", out _)!;
        RecommendationList newest = world.Lists.Recommend(world.Profile, Ten with { Filter = odd }, None);
        Assert.Equal((FallbackLevel.Static, 1L), (newest.FallbackLevel, newest.ProfileVersion));
        Assert.Equal([59, 57, 55], Numbers(newest)[..3]);
    }

    [Fact]
    public void A_profile_behind_the_requested_version_gets_no_fresh_list()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        RecommendationList behind = world.Lists.Recommend(world.Profile, Ten with { MinVersion = 2 }, None);
        Assert.NotEqual(FallbackLevel.Fresh, behind.FallbackLevel);
        Assert.Equal("profileBehind", behind.FallbackReason);
        world.Does("view", 2);
        Assert.Equal(
            FallbackLevel.Fresh, world.Lists.Recommend(world.Profile, Ten with { MinVersion = 2 }, None).FallbackLevel);
    }
}
