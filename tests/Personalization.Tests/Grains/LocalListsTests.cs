using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Placements;
using Personalization.Grains.Serving;

namespace Personalization.Tests.Grains;

/// <summary>Lists that the API's threads read without a call of the user's grain.</summary>
public sealed class LocalListsTests
{
    private static readonly RecommendationQuery Ten = new() { Count = 10 };

    [Fact]
    public void The_grain_s_list_is_found_with_an_id_that_is_used_once()
    {
        TinyWorld world = World();
        ServedList served = Serve(world, Ten);

        ServedList first = Find(world, Ten)!;
        ServedList second = Find(world, Ten)!;

        Assert.Same(served.Rendered, first.Rendered);
        Assert.Equal(FallbackLevel.Fresh, first.FallbackLevel);
        Assert.Equal(served.RankedAt, first.RankedAt);
        Assert.False(first.IsOfUnknownUser);
        Assert.Equal(3, new[] { served, first, second }.Select(list => list.RecommendationId).Distinct().Count());
        Assert.Equal(FallbackLevel.Fresh, RecommendationIds.FallbackLevelOf(first.RecommendationId));
    }

    [Fact]
    public void Nothing_is_found_before_the_grain_has_served_the_list_and_opened_its_version()
    {
        TinyWorld world = new();
        world.Does("view", 2);
        Assert.Null(Find(world, Ten));

        _ = ServedList.Of(world.Lists.Recommend(world.Profile, Ten, CancellationToken.None));
        Assert.Null(Find(world, Ten));

        world.Readable.Open(world.Profile.Version);
        Assert.NotNull(Find(world, Ten));
    }

    [Fact]
    public void A_list_of_an_earlier_profile_is_not_found()
    {
        TinyWorld world = World();
        RecommendationQuery shelf = Ten with { Placement = "shelf" };
        _ = Serve(world, Ten);
        _ = Serve(world, shelf);

        world.Readable.Close();
        world.Does("view", 4);
        Assert.Null(Find(world, Ten));

        _ = Serve(world, Ten);
        Assert.NotNull(Find(world, Ten));
        Assert.Null(Find(world, shelf));
    }

    [Fact]
    public void Only_the_query_that_made_the_list_finds_it()
    {
        TinyWorld world = World();
        _ = Serve(world, Ten);
        long version = world.Profile.Version;

        Assert.NotNull(Find(world, Ten with { MinVersion = version, DeadlineMs = 1 }));
        Assert.Null(Find(world, Ten with { MinVersion = version + 1 }));
        Assert.Null(Find(world, Ten with { Count = 11 }));
        Assert.Null(Find(world, Ten with { Placement = "other" }));
        Assert.Null(Find(world, Ten with { Cursor = ScrollCursor.After(null, [ItemId.Create("i2")]) }));
        Assert.Null(Find(world, Ten with { Filter = ItemFilter.Parse("price < 5", out _) }));
        Assert.Null(Find(world, Ten with { Context = new ListContext { Device = "phone" } }));
        Assert.Null(world.Local.Find(UserId.Create("somebody"), Ten));
    }

    [Fact]
    public void A_silo_without_its_lease_has_no_local_list()
    {
        TinyWorld world = World();
        _ = Serve(world, Ten);
        world.Lease.End();
        Assert.Null(Find(world, Ten));
    }

    [Fact]
    public void A_list_ends_at_its_greatest_age()
    {
        TinyWorld world = World();
        _ = Serve(world, Ten);
        world.Time.Advance(TimeSpan.FromSeconds(299));
        Assert.NotNull(Find(world, Ten));
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Find(world, Ten));
    }

    [Fact]
    public void Another_model_ends_the_list()
    {
        TinyWorld world = World();
        _ = Serve(world, Ten);
        world.Holder.SetModel(TinyWorld.Load("other"));
        Assert.Null(Find(world, Ten));
    }

    [Fact]
    public void A_change_of_a_listed_item_ends_the_list_and_a_change_of_another_item_does_not()
    {
        TinyWorld world = World(new ServingOptions { ListLength = 20 });
        _ = Serve(world, Ten);
        int[] listed = TinyWorld.Numbers(world.Lists.Recommend(
            world.Profile, Ten with { Count = 20 }, CancellationToken.None));
        _ = Serve(world, Ten);
        int other = Enumerable.Range(0, TinyWorld.Items).Except(listed).First();

        world.Change(TinyWorld.Item(other, available: false));
        Assert.NotNull(Find(world, Ten));

        world.Change(TinyWorld.Item(listed[0], available: false));
        Assert.Null(Find(world, Ten));
    }

    [Fact]
    public void A_rule_of_the_placement_ends_the_list_and_a_rule_of_another_placement_does_not()
    {
        TinyWorld world = World();
        _ = Serve(world, Ten);

        Assert.True(world.Policies.Set(Board(1, "shelf")));
        Assert.NotNull(Find(world, Ten));

        Assert.True(world.Policies.Set(Board(2, "shelf", "default")));
        Assert.Null(Find(world, Ten));
    }

    [Fact]
    public void A_list_in_experiments_has_a_new_mark_and_ends_with_a_change_of_the_experiments()
    {
        TinyWorld world = World();
        ExperimentDefinition definition = Popular();
        world.Try(definition);
        world.Enter(Ten);
        _ = Serve(world, Ten);

        ServedList found = Find(world, Ten)!;
        Assert.Equal([3], RecommendationIds.ServedOf(found.RecommendationId)!.Value.Experiments);
        Assert.Equal(world.Time.GetUtcNow(), RecommendationIds.ServedOf(found.RecommendationId)!.Value.At);

        world.Try(definition, revision: 2);
        Assert.Null(Find(world, Ten));
    }

    [Fact]
    public void A_list_with_explored_slots_is_left_to_the_grain()
    {
        PlacementPolicy policy = new()
        {
            Diversity = 0,
            Exploration = new() { Share = 1, Slots = "1,3,50" },
        };
        TinyWorld world = new(policy: policy);
        world.Does("view", 2);
        _ = Serve(world, Ten);
        Assert.Null(Find(world, Ten));
    }

    [Fact]
    public void An_activation_that_ends_does_not_remove_the_lists_of_a_later_one()
    {
        TinyWorld first = World();
        TinyWorld second = World();
        _ = Serve(second, Ten);
        first.Local.Share("me", second.Lists.Cached, second.Readable);

        first.Local.Remove("me", first.Lists.Cached);
        Assert.True(second.Readable.IsOpenFor(second.Profile.Version));
        Assert.NotNull(second.Local.Find(UserId.Create("me"), Ten));

        second.Local.Remove("me", second.Lists.Cached);
        Assert.Null(second.Local.Find(UserId.Create("me"), Ten));
    }

    private static TinyWorld World(ServingOptions? options = null)
    {
        TinyWorld world = new(options);
        world.Does("view", 2);
        return world;
    }

    /// <summary>Serves a list as the grain does.</summary>
    private static ServedList Serve(TinyWorld world, RecommendationQuery query)
    {
        ServedList served = ServedList.Of(world.Lists.Recommend(world.Profile, query, CancellationToken.None));
        world.Readable.Open(world.Profile.Version);
        return served;
    }

    private static ServedList? Find(TinyWorld world, RecommendationQuery query) =>
        world.Local.Find(UserId.Create("me"), query);

    /// <summary>A rule for each placement.</summary>
    private static MerchandisingBoard Board(long revision, params string[] placements) => new()
    {
        Revision = revision,
        Rules =
        [
            .. placements.Select(placement => new RuleVersion(
                placement, 1, DateTimeOffset.UnixEpoch, "ann", "created", new MerchandisingRule
                {
                    Id = placement,
                    Placements = [placement],
                    Actions = [new RuleAction { Exclude = "id = 'i2'" }],
                })),
        ],
    };

    /// <summary>Nearly all users are in the arm that uses only popular items.</summary>
    private static ExperimentDefinition Popular() => new()
    {
        Name = "sources",
        Arms =
        [ArmDefinition.Control(weight: 0.0001), new("popular", 10_000, new VariantPatch { Sources = ["popular"] })],
        Metrics =
        [
            new()
            {
                Name = "bought",
                Kind = MetricKind.Proportion,
                Outcome = new OutcomeDefinition { EventTypes = ["purchase"] },
            },
        ],
    };
}
