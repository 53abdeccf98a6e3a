using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;
using static Personalization.Tests.Grains.TinyWorld;

namespace Personalization.Tests.Grains;

/// <summary>Merchandising rules change a user's lists at once, on every fallback level.</summary>
public sealed class RuledListsTests
{
    private static readonly RecommendationQuery Home = new() { Count = 10, Placement = "home" };

    private readonly TinyWorld _world = new();
    private long _revision;

    public RuledListsTests()
    {
        _world.Does("view", 0);
        _world.Does("view", 4);
    }

    [Fact]
    public void Pin_boost_bury_and_exclude_change_the_list_and_the_reason_names_the_rule()
    {
        Publish(Rule("front", new RuleAction { Pin = "i51", Position = 2 }, new RuleAction { Exclude = "id = 'i2'" }));
        RecommendationList list = Ask();
        Assert.Equal(FallbackLevel.Fresh, list.FallbackLevel);
        Assert.Equal("i51", list.Items[1].ItemId.Value);
        Assert.Equal(new Reason(ReasonKind.Rule, "front"), list.Items[1].Reason);
        Assert.DoesNotContain("i2", Ids(list));

        Publish(Rule("front", new RuleAction { Boost = "category = 'odd'", Factor = 100 }));
        RecommendedItem first = Ask().Items[0];
        Assert.Equal(1, Number(first) % 2);
        Assert.Equal(new Reason(ReasonKind.Rule, "front"), first.Reason);

        Publish(Rule("front", new RuleAction { Bury = "category = 'even'" }));
        Assert.All(Ask().Items, item => Assert.Equal(1, Number(item) % 2));

        Publish(Rule("front", new RuleAction { Include = "price >= 30" }));
        Assert.All(Ask().Items, item => Assert.True(Number(item) >= 30));
    }

    [Fact]
    public void A_cap_and_a_share_hold()
    {
        Publish(Rule("mix", new RuleAction { Cap = "category", Most = 2, Window = 4 }));
        int[] halves = [.. Ask().Items.Select(item => Number(item) % 2)];
        Assert.Equal(10, halves.Length);
        Assert.All(Enumerable.Range(0, 7), start => Assert.Equal(2, halves.Skip(start).Take(4).Sum()));

        Publish(Rule("mix", new RuleAction { Share = "price >= 50", Percent = 40 }));
        Assert.Equal(4, Ask().Items.Count(item => Number(item) >= 50));
    }

    [Fact]
    public void A_cached_list_is_made_again_only_when_a_rule_of_its_placement_changes()
    {
        DateTimeOffset first = Ask().RankedAt;
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        Publish(Rule("elsewhere", new RuleAction { Exclude = "id = 'i2'" }) with { Placements = ["sale"] });
        Assert.Equal(first, Ask().RankedAt);

        Publish(Rule("here", new RuleAction { Exclude = "id = 'i2'" }));
        DateTimeOffset second = Ask().RankedAt;
        Assert.Equal(_world.Time.GetUtcNow(), second);

        _world.Time.Advance(TimeSpan.FromSeconds(1));
        _world.Policies.Set(Board([], [new PlacementDefinition("sale", null, new PlacementChange { Diversity = 1 })]));
        Assert.Equal(_world.Time.GetUtcNow(), Ask().RankedAt);
    }

    [Fact]
    public void A_placement_of_the_api_changes_the_policy_of_its_lists_only()
    {
        Assert.DoesNotContain("i0", Ids(Ask()));
        DateTimeOffset other = Ask("other").RankedAt;
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        _world.Policies.Set(Board(
            [], [new PlacementDefinition("home", null, new PlacementChange { SeenItems = SeenItems.Allow })]));

        Assert.Contains("i0", Ids(Ask()));
        Assert.Equal(other, Ask("other").RankedAt);
        _world.Policies.Set(Board([], []));
        Assert.DoesNotContain("i0", Ids(Ask()));
    }

    [Fact]
    public void A_schedule_starts_and_ends_a_rule_without_a_change()
    {
        DateTimeOffset start = _world.Time.GetUtcNow().AddSeconds(10);
        Publish(Rule("front", new RuleAction { Pin = "i51", Position = 1 }) with
        {
            From = start,
            Until = start.AddSeconds(10),
        });
        Assert.NotEqual("i51", Ids(Ask())[0]);
        _world.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("i51", Ids(Ask())[0]);
        _world.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotEqual("i51", Ids(Ask())[0]);
    }

    [Fact]
    public void A_draft_changes_no_list() => Assert.NotEqual("i51", Ids(AskWith(
        Rule("front", new RuleAction { Pin = "i51", Position = 1 }) with { Status = RuleStatus.Draft }))[0]);

    [Theory]
    [InlineData("country = 'DE'", true)]
    [InlineData("user.country in ('AT', 'CH')", false)]
    [InlineData("country != 'DE' or plan = 'free'", false)]
    public void An_audience_selects_users(string audience, bool applies)
    {
        State("country", "de");
        RecommendationList list = AskWith(
            Rule("front", new RuleAction { Pin = "i51", Position = 1 }) with { Audience = audience });

        Assert.Equal(applies, Ids(list)[0] == "i51");
    }

    [Fact]
    public void The_filter_of_an_action_can_refer_to_the_user()
    {
        State("limit", "20");
        RecommendationList list = AskWith(Rule("front", new RuleAction { Include = "price <= user.limit" }));

        Assert.All(list.Items, item => Assert.True(Number(item) <= 20));
    }

    [Fact]
    public void Include_exclude_pin_and_cap_hold_on_fallback_lists()
    {
        RecommendationList own = Ask();
        Publish(Rule(
            "front",
            new RuleAction { Pin = "i51", Position = 1 },
            new RuleAction { Exclude = $"id = '{own.Items[0].ItemId}'" },
            new RuleAction { Cap = "category", Most = 2, Window = 3 }));
        _world.Lease.End();
        RecommendationList cached = Ask();
        Assert.Equal(FallbackLevel.Cached, cached.FallbackLevel);
        AssertRuled(cached);

        TinyWorld empty = new(withModel: false);
        empty.Policies.Set(Board([Published(_last!)], []));
        RecommendationList first = empty.Lists.Recommend(empty.Profile, Home, CancellationToken.None);
        Assert.Equal("i51", first.Items[0].ItemId.Value);
        AssertRuled(first);

        void AssertRuled(RecommendationList list)
        {
            string[] ids = Ids(list);
            Assert.Equal("i51", ids[0]);
            Assert.DoesNotContain(own.Items[0].ItemId.Value, ids);
            int[] halves = [.. list.Items.Select(item => Number(item) % 2)];
            Assert.All(
                Enumerable.Range(0, halves.Length - 2),
                start => Assert.InRange(halves.Skip(start).Take(3).Sum(), 1, 2));
        }
    }

    [Fact]
    public void An_unavailable_or_dismissed_item_is_not_pinned()
    {
        _world.Change(TinyWorld.Item(51, available: false));
        _world.Does("dismiss", 53);
        RecommendationList list = AskWith(Rule(
            "front", new RuleAction { Pin = "i51", Position = 1 }, new RuleAction { Pin = "i53", Position = 2 }));

        Assert.DoesNotContain("i51", Ids(list));
        Assert.DoesNotContain("i53", Ids(list));
        Assert.Equal(10, list.Items.Length);
    }

    [Fact]
    public void The_rule_of_higher_priority_wins_a_position()
    {
        MerchandisingRule first = Rule("a", new RuleAction { Pin = "i51", Position = 1 });
        MerchandisingRule second = Rule("b", new RuleAction { Pin = "i53", Position = 1 }) with { Priority = 1 };
        _world.Policies.Set(Board([Published(first), Published(second)], []));

        Assert.Equal(["i53", "i51"], Ids(Ask())[..2]);
    }

    [Fact]
    public void A_pinned_item_stays_at_its_position_over_pages()
    {
        Publish(Rule("front", new RuleAction { Pin = "i51", Position = 13 }));
        RecommendationList page = Ask();
        Assert.DoesNotContain("i51", Ids(page));
        RecommendationList next = _world.Lists.Recommend(
            _world.Profile, Home with { Cursor = page.Next }, CancellationToken.None);
        Assert.Equal("i51", Ids(next)[2]);
    }

    [Fact]
    public void An_arm_of_an_experiment_ranks_without_a_rule()
    {
        Publish(Rule("front", new RuleAction { Pin = "i51", Position = 1 }));
        ExperimentDefinition definition = new()
        {
            Name = "rules",
            Arms =
            [
                ArmDefinition.Control(weight: 0.0001),
                new("without", 10_000, new VariantPatch { WithoutRules = ["front"] }),
            ],
            Audience = new Audience { Placements = ["home"] },
            Metrics = [],
        };
        _world.Try(definition);
        _world.Enter(Home);

        Assert.NotEqual("i51", Ids(Ask())[0]);
    }

    private MerchandisingRule? _last;

    private static string[] Ids(RecommendationList list) => [.. list.Items.Select(item => item.ItemId.Value)];


    private static MerchandisingRule Rule(string id, params RuleAction[] actions) =>
        new() { Id = id, Placements = ["home"], Actions = [.. actions] };

    private RuleVersion Published(MerchandisingRule rule) =>
        new(rule.Id, (int)_revision + 1, _world.Time.GetUtcNow(), "ann", "changed", rule);

    private MerchandisingBoard Board(
        ImmutableArray<RuleVersion> rules, ImmutableArray<PlacementDefinition> placements) => new()
        {
            Revision = ++_revision,
            Rules = rules,
            Placements =
            [
                .. placements.Select(placement => new PlacementVersion(
                    placement.Name, (int)_revision, _world.Time.GetUtcNow(), "ann", "changed", placement)),
            ],
        };

    private void Publish(MerchandisingRule rule)
    {
        _last = rule;
        _world.Policies.Set(Board([Published(rule)], []));
    }

    private RecommendationList Ask(string placement = "home") =>
        _world.Lists.Recommend(_world.Profile, Home with { Placement = placement }, CancellationToken.None);

    private RecommendationList AskWith(MerchandisingRule rule)
    {
        Publish(rule);
        return Ask();
    }

    private void State(string attribute, string value) => _world.Profile.Apply(new PreferencesEntry
    {
        Sequence = _world.Profile.Version + 1,
        ReceivedAt = _world.Time.GetUtcNow(),
        UserId = UserId.Create("me"),
        Preferences = new StatedPreferences
        {
            Attributes = ImmutableDictionary<string, string>.Empty.Add(attribute, value),
        },
    });
}
