using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Experiments.Assignment;

namespace Personalization.Tests.Engine.Experiments;

public sealed class ExperimentPlanTests
{
    private const int Users = 20_000;
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly ImmutableDictionary<string, string> NoAttributes = ImmutableDictionary<string, string>.Empty;

    [Fact]
    public void Who_gets_which_arm_stays_for_ever()
    {
        // pinned: another hash or another way of salting would move every user of every running experiment
        Salt salt = new("arm", "ranker-2026");
        Assert.Equal(
            "0.41087 0.99087 0.25517",
            string.Join(' ', new[] { "ann", "bob", "Zoë 🛒" }.Select(id => salt.Position(UserId.Create(id)).ToString("0.00000", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("user-{0}")]
    [InlineData("{0}")]
    [InlineData("anonymous/2026-11-25/{0:x8}")]
    public void Positions_are_spread_evenly_whatever_the_ids_look_like(string format)
    {
        Salt salt = new("arm", "even");
        int[] cells = new int[100];
        for (int i = 0; i < Users; i++)
        {
            cells[(int)(100 * salt.Position(UserId.Create(string.Format(CultureInfo.InvariantCulture, format, i))))]++;
        }

        // 99 degrees of freedom: 99.99 % of even spreads lie below 161, and below 48 are those too even for chance
        Assert.InRange(cells.Sum(cell => (cell - 200.0) * (cell - 200.0) / 200), 48, 161);
    }

    [Fact]
    public void Any_two_experiments_are_independent_of_each_other()
    {
        ExperimentDefinition[] definitions = [.. Enumerable.Range(0, 12).Select(i => Experiment($"experiment-{i}"))];
        ExperimentPlan plan = new(definitions, HoldoutDefinition.None);
        int[][] arms = [.. Enumerable.Range(0, Users).Select(user => plan.Assign(Context($"u{user}")).OrderBy(arm => arm.Experiment, StringComparer.Ordinal).Select(arm => arm.Arm.Name == "b" ? 1 : 0).ToArray())];
        List<double> squares = [];
        for (int first = 0; first < 12; first++)
        {
            for (int second = first + 1; second < 12; second++)
            {
                squares.Add(ChiSquare(arms, first, second));
            }
        }

        // one degree of freedom: of 66 pairs of independent ones the greatest is below 17 in 99.7 of 100 worlds, the mean about 1
        Assert.Equal(66, squares.Count);
        Assert.True(squares.Max() < 17, $"{squares.Max()}");
        Assert.InRange(squares.Average(), 0.5, 1.6);
    }

    [Fact]
    public void Arms_get_their_weights_and_entering_says_nothing_of_the_arm()
    {
        ExperimentDefinition definition = Experiment("weighted") with
        {
            Arms = [ArmDefinition.Control("a", 3), ArmDefinition.Control("b", 1)],
            Ramp = [new(Now.AddDays(-1), 0.3)],
        };
        ExperimentPlan plan = new([definition], HoldoutDefinition.None);
        string[] arms = [.. Enumerable.Range(0, Users).Select(user => plan.Assign(Context($"u{user}"))).Where(arms => arms.Length == 1).Select(arms => arms[0].Arm.Name)];
        Assert.InRange(arms.Length, 5750, 6250);
        Assert.InRange(arms.Count(arm => arm == "b") / (double)arms.Length, 0.23, 0.27);
    }

    [Fact]
    public void Raising_the_share_adds_users_and_moves_none() => Gen.Select(Gen.Double[0.01, 1], Gen.Double[0.01, 1], Gen.Int[0, 1_000_000]).Sample((one, other, user) =>
    {
        ExperimentDefinition definition = Experiment("ramped") with { Ramp = [new(Now, Math.Min(one, other)), new(Now.AddDays(1), Math.Max(one, other)), new(Now.AddDays(2), 1)] };
        ExperimentPlan plan = new([definition], HoldoutDefinition.None);
        string?[] arms = [.. Enumerable.Range(-1, 4).Select(day => plan.Assign(Context($"u{user}", day: day)).FirstOrDefault()?.Arm.Name)];
        Assert.Null(arms[0]);
        Assert.NotNull(arms[3]);
        Assert.True(arms.SkipWhile(arm => arm is null).Distinct().Count() == 1, string.Join(' ', arms));
    });

    [Fact]
    public void Experiments_of_a_layer_share_no_user_and_leave_none_of_their_slots_empty()
    {
        ExperimentPlan plan = new(
            [
                Experiment("left") with { Layer = "ranking", Slots = new(0, 0.4) },
                Experiment("right") with { Layer = "ranking", Slots = new(0.4, 1) },
                Experiment("elsewhere") with { Layer = "policy", Slots = new(0, 0.5) },
            ],
            HoldoutDefinition.None);
        string[][] names = [.. Enumerable.Range(0, Users).Select(user => plan.Assign(Context($"u{user}")).Select(arm => arm.Experiment).ToArray())];
        Assert.All(names, mine => Assert.Single(mine, name => name is "left" or "right"));
        Assert.InRange(names.Count(mine => mine.Contains("left")), 7700, 8300);
        Assert.InRange(names.Count(mine => mine.Contains("elsewhere") && mine.Contains("left")), 3700, 4300);
    }

    [Fact]
    public void The_holdout_group_is_in_no_experiment()
    {
        ExperimentPlan plan = new([Experiment("one"), Experiment("two")], new("2026", 0.1));
        AssignmentContext[] users = [.. Enumerable.Range(0, Users).Select(user => Context($"u{user}"))];
        Assert.InRange(users.Count(plan.IsHeldOut), 1850, 2150);
        Assert.All(users, user => Assert.Equal(plan.IsHeldOut(user) ? 0 : 2, plan.Assign(user).Length));
    }

    [Fact]
    public void An_arm_once_shown_stays_when_share_audience_holdout_and_status_would_no_longer_give_it()
    {
        ExperimentDefinition definition = Experiment("held") with
        {
            Status = ExperimentStatus.Paused,
            Audience = new() { Placements = ["home"], Attributes = [new("country", ["de"])] },
            Ramp = [new(Now.AddDays(9), 1)],
        };
        ExperimentPlan plan = new([definition], new("all", 1));
        PinnedArm held = new("held", "b", Now.AddDays(-1));
        Assert.Equal("b", Assert.Single(plan.Assign(Context("ann") with { Held = [held] })).Arm.Name);
        Assert.Empty(plan.Assign(Context("ann")));
        Assert.Empty(plan.Assign(Context("ann") with { Held = [held], Placement = "cart" }));
        Assert.Empty(new ExperimentPlan([definition with { Status = ExperimentStatus.Stopped }], HoldoutDefinition.None).Assign(Context("ann") with { Held = [held] }));
        Assert.Empty(plan.Assign(Context("ann") with { Held = [held with { Arm = "gone" }] }));
    }

    [Fact]
    public void Audience_is_placement_and_attributes()
    {
        ExperimentPlan plan = new(
            [Experiment("some") with { Audience = new() { Placements = ["home"], Attributes = [new("country", ["de", "AT"]), new("app", ["beta"], true)] } }], HoldoutDefinition.None);
        Assert.Single(plan.Assign(Context("ann") with { Attributes = Attributes(("country", "at")) }));
        Assert.Single(plan.Assign(Context("ann") with { Attributes = Attributes(("country", "de"), ("app", "stable")) }));
        Assert.Empty(plan.Assign(Context("ann") with { Attributes = Attributes(("country", "de"), ("app", "beta")) }));
        Assert.Empty(plan.Assign(Context("ann") with { Attributes = Attributes(("country", "fr")) }));
        Assert.Empty(plan.Assign(Context("ann")));
        Assert.Empty(plan.Assign(Context("ann") with { Placement = "cart", Attributes = Attributes(("country", "de")) }));
    }

    [Fact]
    public void Of_two_arms_that_meet_in_a_merge_the_first_seen_stays()
    {
        PinnedArm[] known = [new("x", "a", Now), new("y", "a", Now), new("z", "a", Now)];
        PinnedArm[] anonymous = [new("y", "b", Now.AddDays(-1)), new("z", "b", Now), new("w", "b", Now)];
        Assert.Equal(["w:b", "x:a", "y:b", "z:a"], PinnedArm.Merge(known, anonymous).Select(held => $"{held.Experiment}:{held.Arm}"));
    }

    private static double ChiSquare(int[][] arms, int first, int second)
    {
        double both = arms.Count(user => user[first] == 1 && user[second] == 1);
        double one = arms.Count(user => user[first] == 1);
        double two = arms.Count(user => user[second] == 1);
        double all = arms.Length;
        double cross = (both * (all - one - two + both)) - ((one - both) * (two - both));
        return all * cross * cross / (one * two * (all - one) * (all - two));
    }

    private static ImmutableDictionary<string, string> Attributes(params (string Name, string Value)[] attributes) =>
        attributes.ToImmutableDictionary(attribute => attribute.Name, attribute => attribute.Value);

    private static ExperimentDefinition Experiment(string name) => new()
    {
        Name = name,
        Status = ExperimentStatus.Running,
        Arms = [ArmDefinition.Control("a"), ArmDefinition.Control("b")],
    };

    private static AssignmentContext Context(string user, int day = 0) => new(UserId.Create(user), "home", NoAttributes, [], Now.AddDays(day));
}
