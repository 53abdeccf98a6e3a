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
    public void An_equal_fresh_list_does_not_replace_the_copy()
    {
        ServedList first = List(FallbackLevel.Fresh, Now, "a");
        _copies.Store(User, Query, first);
        _copies.Store(User, Query, List(FallbackLevel.Fresh, Now, "a"));
        Assert.Same(first, _copies.Find(User, Query));
    }

    [Theory]
    [InlineData(FallbackLevel.Fresh, 1)]
    [InlineData(FallbackLevel.Cached, 0)] // the fresh list without items deleted since
    public void A_list_with_other_items_replaces_the_copy(FallbackLevel level, int ticksLater)
    {
        _copies.Store(User, Query, List(FallbackLevel.Fresh, Now.AddTicks(-1), "a"));
        ServedList second = List(level, Now.AddTicks(ticksLater - 1), "b");
        _copies.Store(User, Query, second);
        Assert.Same(second, _copies.Find(User, Query));
    }

    [Fact]
    public void Another_users_list_replaces_the_copy_of_the_same_slot()
    {
        UserId other = UserId.Create("v");
        ServedList second = List(FallbackLevel.Fresh, Now, "b");
        _copies.Store(User, Query, List(FallbackLevel.Fresh, Now, "a"));
        _copies.Store(other, Query, second);
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
