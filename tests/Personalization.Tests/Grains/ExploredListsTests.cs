using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Placements;
using Personalization.Grains.Experiments;

namespace Personalization.Tests.Grains;

public sealed class ExploredListsTests
{
    private static readonly RecommendationQuery Ten = new() { Count = 10 };

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public void An_explored_list_has_propensities_and_is_logged_with_the_first_event_that_names_it()
    {
        TinyWorld world = new(
            policy: new PlacementPolicy { Diversity = 0, Exploration = new() { Share = 1, Slots = "1,3,50" } });
        world.Does("view", 0);
        RecommendationList list = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal(
            [1, 3], list.Items.Index().Where(item => item.Item.Propensity is not null).Select(item => item.Index));
        RecommendationList again = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal(list.Items, again.Items);

        UserEvent other = Named("unknown-list");
        Assert.Empty(world.Exploration.TakeNamed([other]));
        ExploredEntry logged = Assert.Single(world.Exploration.TakeNamed([other, Named(again.RecommendationId)]));
        Assert.Equal((again.RecommendationId, "default"), (logged.RecommendationId, logged.Placement));
        Assert.Equal(
            list.Items.Index()
                .Where(item => item.Item.Propensity is not null)
                .Select(item => (item.Index, item.Item.ItemId, item.Item.Propensity!.Value)),
            logged.Draws.Select(draw => (draw.Position, draw.Item, draw.Propensity)));
        Assert.Empty(world.Exploration.TakeNamed([Named(again.RecommendationId)]));
        Assert.Single(world.Exploration.TakeNamed([Named(list.RecommendationId)]));
    }

    [Theory]
    [InlineData(0, 600, false)]
    [InlineData(1, 0, false)]
    [InlineData(1, 600, true)]
    public void Without_budget_and_after_opt_out_nothing_explores(double share, int perMinute, bool optsOut)
    {
        TinyWorld world = new(
            policy: new PlacementPolicy { Exploration = new() { Share = share, ListsPerMinute = perMinute } });
        world.Does("view", 0);
        if (optsOut)
        {
            world.Profile.Apply(new PreferencesEntry
            {
                Sequence = 2,
                ReceivedAt = world.Time.GetUtcNow(),
                UserId = UserId.Create("me"),
                Preferences = new StatedPreferences { OptOut = true }
            });
        }

        RecommendationList list = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.All(list.Items, item => Assert.Null(item.Propensity));
        Assert.Empty(world.Exploration.TakeNamed([Named(list.RecommendationId)]));
    }

    [Fact]
    public void A_budget_is_per_placement_and_full_again_in_the_next_minute()
    {
        ExplorationBudget budget = new();
        DateTimeOffset now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => budget.TryTake("home", 2, now)));
        Assert.True(budget.TryTake("cart", 2, now));
        Assert.True(budget.TryTake("home", 2, now.AddMinutes(1)));
    }

    private static UserEvent Named(string list) => new()
    {
        EventId = "e",
        UserId = UserId.Create("me"),
        Type = "impression",
        ItemId = ItemId.Create("i1"),
        OccurredAt = default,
        RecommendationId = list,
    };
}
