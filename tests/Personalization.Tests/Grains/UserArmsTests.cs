using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using static Personalization.Tests.Grains.TinyWorld;

namespace Personalization.Tests.Grains;

/// <summary>Lists made with the arms of experiments.</summary>
public sealed class UserArmsTests
{
    private static readonly RecommendationQuery Ten = new() { Count = 10 };

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public void A_list_gets_an_arm_after_the_entry_and_is_cached_with_it()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        world.Try(Popular());
        Assert.Equal("sources", Assert.Single(world.Lists.Find(world.Profile, Ten).Due).Experiment);
        RecommendationList before = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Null(before.Arm);
        Assert.Null(RecommendationIds.ServedOf(before.RecommendationId));

        world.Enter(Ten);
        Assert.Empty(world.Lists.Find(world.Profile, Ten).Due);
        RecommendationList list = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal(("sources/popular", FallbackLevel.Fresh), (list.Arm, list.FallbackLevel));
        Assert.Equal(world.Time.GetUtcNow(), RecommendationIds.ServedOf(list.RecommendationId)!.Value.At);
        Assert.Equal([3], RecommendationIds.ServedOf(list.RecommendationId)!.Value.Experiments);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(list.RankedAt, world.Lists.Recommend(world.Profile, Ten, None).RankedAt);
        Assert.Empty(world.Lists.Find(world.Profile, Ten).Due);
    }

    [Fact]
    public void An_arm_changes_the_sources_only_in_placements_of_its_experiment()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        world.Does("view", 4);
        world.Try(Popular() with { Audience = new() { Placements = ["home"] } });
        RecommendationQuery home = Ten with { Placement = "home" };
        world.Enter(home);
        RecommendationList tried = world.Lists.Recommend(world.Profile, home, None);
        Assert.Contains(tried.Items, item => Number(item) % 2 == 1);
        Assert.All(tried.Items, item => Assert.Equal(ReasonKind.Popular, item.Reason.Kind));
        RecommendationList elsewhere = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Null(elsewhere.Arm);
        Assert.All(elsewhere.Items.Take(5), item => Assert.Equal(0, Number(item) % 2));
    }

    [Fact]
    public void A_ramp_step_and_an_experiment_change_outdate_cached_lists()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        DateTimeOffset step = world.Time.GetUtcNow().AddSeconds(10);
        world.Try(Popular() with { Ramp = [new RampStep(step, 1)] });
        DateTimeOffset first = world.Lists.Recommend(world.Profile, Ten, None).RankedAt;
        Assert.Empty(world.Lists.Find(world.Profile, Ten).Due);
        world.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(first, world.Lists.Recommend(world.Profile, Ten, None).RankedAt);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(world.Lists.Find(world.Profile, Ten).Due);
        world.Enter(Ten);
        Assert.Equal("sources/popular", world.Lists.Recommend(world.Profile, Ten, None).Arm);

        world.Experiments.Set(new([], 2));
        RecommendationList after = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Equal((null, world.Time.GetUtcNow()), (after.Arm, after.RankedAt));
    }

    [Fact]
    public void After_a_failed_entry_lists_are_cached_without_the_arm_for_a_while()
    {
        TinyWorld world = new();
        world.Does("view", 0);
        world.Try(Popular());
        world.Arms.PutOff();
        Assert.Empty(world.Lists.Find(world.Profile, Ten).Due);
        DateTimeOffset first = world.Lists.Recommend(world.Profile, Ten, None).RankedAt;
        world.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(first, world.Lists.Recommend(world.Profile, Ten, None).RankedAt);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(world.Lists.Find(world.Profile, Ten).Due);
    }

    [Fact]
    public void M3_A_user_without_activity_enters_no_experiment_and_keeps_the_cached_list()
    {
        TinyWorld world = new();
        world.Try(Popular());
        Assert.Empty(world.Lists.Find(world.Profile, Ten).Due);
        RecommendationList list = world.Lists.Recommend(world.Profile, Ten, None);
        Assert.Null(list.Arm);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(list.RankedAt, world.Lists.Recommend(world.Profile, Ten, None).RankedAt);

        world.Does("view", 0);
        Assert.Single(world.Lists.Find(world.Profile, Ten).Due);
    }

    [Fact]
    public void Held_out_and_synthetic_users_have_no_arms_to_enter()
    {
        int due = Enumerable.Range(0, 200).Count(i => Due($"user-{i}", holdout: 0.25) == 1);
        Assert.InRange(due, 130, 170);
        Assert.Equal(200, Enumerable.Range(0, 200).Count(i => Due($"user-{i}", holdout: 0) == 1));
        Assert.Equal(0, Due(UserKey.Encode(SyntheticUsers.Create("probe")), holdout: 0));
    }

    private static int Due(string user, double holdout)
    {
        TinyWorld world = new(user: user, holdout: holdout);
        world.Does("view", 0);
        world.Try(Popular());
        return world.Lists.Find(world.Profile, Ten).Due.Length;
    }

    /// <summary>Nearly all users are in the arm that uses only popular items.</summary>
    private static ExperimentDefinition Popular() => new()
    {
        Name = "sources",
        Arms =
        [ArmDefinition.Control(weight: 0.0001), new("popular", 10_000, new VariantPatch { Sources = ["popular"] })],
        Metrics = [new()
        {
            Name = "bought",
            Kind = MetricKind.Proportion,
            Outcome = new OutcomeDefinition { EventTypes = ["purchase"] }
        }],
    };
}
