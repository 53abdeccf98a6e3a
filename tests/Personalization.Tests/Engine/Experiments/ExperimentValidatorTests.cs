using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Experiments.Assignment;
using Personalization.Engine.Placements;

namespace Personalization.Tests.Engine.Experiments;

public sealed class ExperimentValidatorTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    private static readonly ExperimentDefinition Good = new()
    {
        Name = "diversity",
        Layer = "policy",
        Slots = new(0, 0.5),
        Status = ExperimentStatus.Running,
        Audience = new() { Placements = ["home"], Attributes = [new("country", ["de"])] },
        Arms =
        [
            ArmDefinition.Control(),
            new("wide", 1, new()
            {
                ModelVersion = "20261125",
                Sources = ["sessions"],
                Policy = new() { Diversity = 0.4 },
                Exploration = new() { Policy = ExplorationPolicy.SquareCb, Slots = [3, 7] },
            }),
        ],
        Ramp = [new(Now, 0.1), new(Now.AddDays(1), 1)],
        Metrics =
        [
            new() { Name = "buys", Kind = MetricKind.Proportion, Outcome = new() { EventTypes = ["purchase"] } },
            new()
            {
                Name = "latency",
                Kind = MetricKind.Quantile,
                Role = MetricRole.Guardrail,
                HigherIsBetter = false,
                Margin = 0.1
            },
        ],
    };

    [Fact]
    public void A_valid_definition_has_no_errors_and_survives_JSON()
    {
        Assert.Empty(ExperimentValidator.Validate(Good));
        ExperimentDefinition read = JsonSerializer.Deserialize<ExperimentDefinition>(JsonSerializer.Serialize(Good))!;
        Assert.Empty(ExperimentValidator.Validate(read));
        Assert.Empty(ExperimentValidator.ValidateChange(Good, read));
        Assert.Equal(JsonSerializer.Serialize(Good), JsonSerializer.Serialize(read));
    }

    [Fact]
    public void All_errors_are_listed_with_their_paths()
    {
        ExperimentDefinition bad = new()
        {
            Name = " ",
            Layer = new string('x', 65),
            Slots = new(0.7, 0.2),
            Alpha = 0.9,
            PlannedUnits = 1,
            MinUnits = 1,
            Audience = new() { Placements = ["\t"], Attributes = [new("", [])] },
            Arms =
            [
                new("a", 0, new() { Sources = [], ModelVersion = "" }),
                new("a", 1, new()
                {
                    Policy = new() { Diversity = 2, StatedPreferenceBoost = -1 },
                    Exploration = new() { Pool = 1, Epsilon = 2, Sharpness = 0, Slots = [-1, -1] }
                }),
            ],
            Ramp = [new(Now, 0.5), new(Now, 0.4), new(Now.AddDays(1), 0)],
            Metrics =
            [
                new() { Name = "m", Role = MetricRole.Secondary, Margin = 0.1, Cap = 0 },
                new() { Name = "m", Role = MetricRole.Guardrail, Kind = MetricKind.Quantile, Quantile = 1, Margin = 1 },
                new()
                {
                    Name = "p",
                    Role = MetricRole.Secondary,
                    Kind = MetricKind.Proportion,
                    Outcome = new() { Measure = OutcomeMeasure.Sum, Window = TimeSpan.Zero, DefaultReward = 1e10 }
                },
            ],
        };
        string[] expected =
        [
            "$.name", "$.layer", "$.alpha", "$.plannedUnits", "$.minUnits", "$.slots",
            "$.ramp[1].from", "$.ramp[1].share", "$.ramp[2].share", "$.ramp[2].share",
            "$.arms[0].weight", "$.arms[0].patch.modelVersion", "$.arms[0].patch.sources", "$.arms[1].name",
            "$.arms[1].patch.policy.diversity", "$.arms[1].patch.policy.statedPreferenceBoost",
            "$.arms[1].patch.exploration.pool",
            "$.arms[1].patch.exploration.epsilon",
            "$.arms[1].patch.exploration.sharpness",
            "$.arms[1].patch.exploration.slots", "$.arms[1].patch.exploration.slots",
            "$.audience.placements[0]", "$.audience.attributes[0].attribute", "$.audience.attributes[0].values",
            "$.metrics", "$.metrics[0].cap", "$.metrics[0].margin",
            "$.metrics[1].name", "$.metrics[1].margin", "$.metrics[1].quantile",
            "$.metrics[2].outcome.eventTypes",
            "$.metrics[2].outcome.window",
            "$.metrics[2].outcome.defaultReward",
            "$.metrics[2].outcome.measure",
        ];
        Assert.Equal(expected, ExperimentValidator.Validate(bad).Select(error => error.Path));
        Assert.Equal(
            ["$.arms[1].weight", "$.arms[1].patch"],
            ExperimentValidator.Validate(Good with
            {
                Arms = [Good.Arms[0], JsonSerializer.Deserialize<ArmDefinition>("""{"Name":"b"}""")!]
            }).Select(error => error.Path));
        Assert.Equal(["$.slots", "$.arms"], ExperimentValidator.Validate(
            Good with { Layer = null, Arms = Good.Arms[..1] }).Select(error => error.Path));
    }

    [Fact]
    public void Experiments_that_conflict_for_a_user_are_rejected()
    {
        ExperimentDefinition other = Good with { Name = "other", Slots = new(0.5, 1) };
        Assert.Empty(ExperimentValidator.ValidateTogether([Good, other]));
        Assert.Equal(["$[1].slots"], Paths(Good, other with { Slots = new(0.4, 1) }));
        Assert.Equal(["$[1].name", "$[1].slots"], Paths(Good, Good));
        Assert.Empty(Paths(Good, Good with { Status = ExperimentStatus.Stopped }));
        Assert.Empty(Paths(Good, other with { Layer = "ranking", Audience = new() { Placements = ["cart"] } }));
        Assert.Equal(
            ["arms must not change modelVersion, which diversity changes at the same placement; put both into one "
                + "layer.",
             "arms must not change sources, which diversity changes at the same placement; put both into one layer.",
             "arms must not change exploration, which diversity changes at the same placement; put both into one "
                 + "layer.",
             "arms must not change policy.diversity, which diversity changes at the same placement; put both into one "
                 + "layer."],
            ExperimentValidator.ValidateTogether(
                [Good, other with { Layer = "ranking", Audience = new() }]).Select(error => error.Message));

        static IEnumerable<string> Paths(params ExperimentDefinition[] definitions) =>
            ExperimentValidator.ValidateTogether(definitions).Select(error => error.Path);
    }

    [Fact]
    public void An_event_type_that_clients_cannot_send_is_an_error()
    {
        EventVocabulary own = new([new EventTypeDefinition("watch", 2)]);
        ExperimentDefinition Counting(params string[] types) => Good with
        {
            Metrics = [new() { Name = "m", Outcome = new() { EventTypes = [.. types] } }],
        };
        Assert.Empty(ExperimentValidator.ValidateServed(Counting("purchase", "watch"), own));
        ValidationError error = Assert.Single(ExperimentValidator.ValidateServed(Counting("view", "purchas"), own));
        Assert.Equal(("$.metrics[0].outcome.eventTypes", "unknown"), (error.Path, error.Code));
        Assert.Equal(
            "outcome.eventTypes must be some of addToCart, click, dismiss, impression, like, purchase, "
                + "removeFromCart, view, watch but had 'purchas' (did you mean 'purchase'?).",
            error.Message);
    }

    [Fact]
    public void A_change_may_raise_the_share_and_set_the_status_but_not_move_users()
    {
        Assert.Empty(ExperimentValidator.ValidateChange(
            Good, Good with { Status = ExperimentStatus.Paused, Ramp = [new(Now, 0.5), new(Now.AddHours(1), 1)] }));
        Assert.Equal(["$.ramp", "$.ramp"], Paths(Good with { Ramp = [new(Now.AddDays(2), 1)] }));
        Assert.Equal(["$.arms"], Paths(Good with { Arms = [Good.Arms[0] with { Weight = 2 }, Good.Arms[1]] }));
        Assert.Equal(["$.arms"], Paths(Good with { Arms = [Good.Arms[0], Good.Arms[1] with { Patch = new() }] }));
        Assert.Equal(
            ["$.name", "$.layer", "$.slots", "$.metrics", "$.alpha"],
            Paths(Good with { Name = "new", Layer = "x", Slots = ShareRange.All, Metrics = [], Alpha = 0.1 }));

        static IEnumerable<string> Paths(ExperimentDefinition after) =>
            ExperimentValidator.ValidateChange(Good, after).Select(error => error.Path);
    }

    [Fact]
    public void Patches_combine_with_one_another_and_with_the_policy()
    {
        VariantPatch first = new() { ModelVersion = "a", Policy = new() { Diversity = 0.4, UnknownItems = false } };
        VariantPatch both = first.With(
            new() { ModelVersion = "b", Policy = new() { Diversity = 0.6, SeenItems = SeenItems.Allow } });
        PlacementPolicy before = new() { StatedPreferenceBoost = 3, StaticItems = ["x"] };
        PlacementPolicy policy = before.With(both.Policy!);

        Assert.Equal(
            ("b", 0.6, SeenItems.Allow, false, 3.0),
            (both.ModelVersion, policy.Diversity, policy.SeenItems, policy.UnknownItems, policy.StatedPreferenceBoost));
        Assert.Equal(["x"], policy.StaticItems);
        Assert.Equal(0.15, before.Diversity);
    }

    [Fact]
    public void An_empty_patch_keeps_every_property_of_a_policy()
    {
        PlacementPolicy policy = new()
        {
            SeenItems = SeenItems.Allow,
            Diversity = 0.9,
            StatedPreferenceBoost = 9,
            NewItemShare = 0.3,
            UnknownItems = false,
            StaticItems = ["a"],
            Exploration = new() { Share = 0.5 }
        };
        Assert.Equal(JsonSerializer.Serialize(policy), JsonSerializer.Serialize(policy.With(new PolicyPatch())));
        Assert.All(
            typeof(PlacementPolicy).GetProperties(),
            property => Assert.NotEqual(
                JsonSerializer.Serialize(property.GetValue(new PlacementPolicy())),
                JsonSerializer.Serialize(property.GetValue(policy))));
    }
}
