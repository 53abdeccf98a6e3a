using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Settings;

namespace Personalization.Tests.Api.Fallback;

public sealed class CachedListsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly UserId User = UserId.Create("u");
    private static readonly RecommendationQuery Query = new() { Count = 2 };

    private readonly CachedLists _copies = new(new ApiOptions { CachedLists = 1 }, new FakeTimeProvider(Now));

    [Fact]
    public void The_same_fresh_list_sent_again_is_not_kept_in_place_of_the_one_before()
    {
        ServedList first = List(FallbackLevel.Fresh, Now, "a");
        _copies.Keep(User, Query, first);
        _copies.Keep(User, Query, List(FallbackLevel.Fresh, Now, "a"));
        Assert.Same(first, _copies.Find(User, Query));
    }

    [Theory]
    [InlineData(FallbackLevel.Fresh, 1)]
    [InlineData(FallbackLevel.Cached, 0)] // the fresh list without those items that have gone since
    public void A_list_that_may_have_other_items_takes_its_place(FallbackLevel level, int ticksLater)
    {
        _copies.Keep(User, Query, List(FallbackLevel.Fresh, Now.AddTicks(-1), "a"));
        ServedList second = List(level, Now.AddTicks(ticksLater - 1), "b");
        _copies.Keep(User, Query, second);
        Assert.Same(second, _copies.Find(User, Query));
    }

    [Fact]
    public void Another_users_list_of_the_same_instant_takes_its_place()
    {
        UserId other = UserId.Create("v");
        ServedList second = List(FallbackLevel.Fresh, Now, "b");
        _copies.Keep(User, Query, List(FallbackLevel.Fresh, Now, "a"));
        _copies.Keep(other, Query, second);
        Assert.Same(second, _copies.Find(other, Query));
        Assert.Null(_copies.Find(User, Query));
    }

    private static ServedList List(FallbackLevel level, DateTimeOffset rankedAt, string item) =>
        new()
        {
            RecommendationId = "r",
            FallbackLevel = level,
            RankedAt = rankedAt,
            Rendered = new RenderedList([(byte)item[0]], [])
        };
}
