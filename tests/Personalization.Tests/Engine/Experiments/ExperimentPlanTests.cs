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
    private static readonly ImmutableDictionary<string, string> NoAttributes =
        ImmutableDictionary<string, string>.Empty;

    [Fact]
    public void The_assignment_of_users_is_stable()
    {
        // Another hash or salt would move all users of running experiments.
        Salt salt = new("arm", "ranker-2026");
        Assert.Equal(
            "0.41087 0.99087 0.25517",
            string.Join(' ', new[] { "ann", "bob", "Zoë 🛒" }.Select(
                id => salt.Position(UserId.Create(id)).ToString("0.00000", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("user-{0}")]
    [InlineData("{0}")]
    [InlineData("anonymous/2026-11-25/{0:x8}")]
    public void Positions_are_uniform_for_any_id_format(string format)
    {
        Salt salt = new("arm", "even");
        int[] cells = new int[100];
        for (int i = 0; i < Users; i++)
        {
            cells[(int)(100 * salt.Position(UserId.Create(string.Format(CultureInfo.InvariantCulture, format, i))))]++;
        }

        // 99 degrees of freedom: 99.99 % of uniform samples lie below 161; below 48, a sample is too even for chance.
        Assert.InRange(cells.Sum(cell => (cell - 200.0) * (cell - 200.0) / 200), 48, 161);
    }

    [Fact]
    public void Any_two_experiments_are_independent()
    {
        ExperimentDefinition[] definitions = [.. Enumerable.Range(0, 12).Select(i => Experiment($"experiment-{i}"))];
        ExperimentPlan plan = new(definitions, HoldoutDefinition.None);
        int[][] arms = [.. Enumerable.Range(0, Users).Select(user => plan.Assign(Context($"u{user}"))
            .OrderBy(arm => arm.Experiment, StringComparer.Ordinal)
            .Select(arm => arm.Arm.Name == "b" ? 1 : 0)
            .ToArray())];
        List<double> squares = [];
        for (int first = 0; first < 12; first++)
        {
            for (int second = first + 1; second < 12; second++)
            {
                squares.Add(ChiSquare(arms, first, second));
            }
        }

        // One degree of freedom: the maximum over 66 independent pairs is below 17 with probability 99.7 %; the mean is
        // about 1.
        Assert.Equal(66, squares.Count);
        Assert.True(squares.Max() < 17, $"{squares.Max()}");
        Assert.InRange(squares.Average(), 0.5, 1.6);
    }

    [Fact]
    public void Arms_get_their_weights_independent_of_entry()
    {
        ExperimentDefinition definition = Experiment("weighted") with
        {
            Arms = [ArmDefinition.Control("a", 3), ArmDefinition.Control("b", 1)],
            Ramp = [new(Now.AddDays(-1), 0.3)],
        };
        ExperimentPlan plan = new([definition], HoldoutDefinition.None);
        string[] arms = [.. Enumerable.Range(0, Users)
            .Select(user => plan.Assign(Context($"u{user}")))
            .Where(arms => arms.Length == 1)
            .Select(arms => arms[0].Arm.Name)];
        Assert.InRange(arms.Length, 5750, 6250);
        Assert.InRange(arms.Count(arm => arm == "b") / (double)arms.Length, 0.23, 0.27);
    }

    [Fact]
    public void Raising_the_share_adds_users_and_moves_none() =>
        Gen.Select(Gen.Double[0.01, 1], Gen.Double[0.01, 1], Gen.Int[0, 1_000_000]).Sample((one, other, user) =>
        {
            ExperimentDefinition definition = Experiment("ramped") with
            {
                Ramp =
                [new(Now, Math.Min(one, other)), new(Now.AddDays(1), Math.Max(one, other)), new(Now.AddDays(2), 1)]
            };
            ExperimentPlan plan = new([definition], HoldoutDefinition.None);
            string?[] arms = [.. Enumerable.Range(
                -1, 4).Select(day => plan.Assign(Context($"u{user}", day: day)).FirstOrDefault()?.Arm.Name)];
            Assert.Null(arms[0]);
            Assert.NotNull(arms[3]);
            Assert.True(arms.SkipWhile(arm => arm is null).Distinct().Count() == 1, string.Join(' ', arms));
        });

    [Fact]
    public void Experiments_of_a_layer_share_no_users_and_fill_their_slots()
    {
        ExperimentPlan plan = new(
            [
                Experiment("left") with { Layer = "ranking", Slots = new(0, 0.4) },
                Experiment("right") with { Layer = "ranking", Slots = new(0.4, 1) },
                Experiment("elsewhere") with { Layer = "policy", Slots = new(0, 0.5) },
            ],
            HoldoutDefinition.None);
        string[][] names = [.. Enumerable.Range(
            0, Users).Select(user => plan.Assign(Context($"u{user}")).Select(arm => arm.Experiment).ToArray())];
        Assert.All(names, userNames => Assert.Single(userNames, name => name is "left" or "right"));
        Assert.InRange(names.Count(userNames => userNames.Contains("left")), 7700, 8300);
        Assert.InRange(
            names.Count(userNames => userNames.Contains("elsewhere") && userNames.Contains("left")), 3700, 4300);
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
    public void A_shown_arm_stays_when_the_user_could_no_longer_enter()
    {
        ExperimentDefinition definition = Experiment("held") with
        {
            Status = ExperimentStatus.Paused,
            Audience = new() { Placements = ["home"], Attributes = [new("country", ["de"])] },
            Ramp = [new(Now.AddDays(9), 1)],
        };
        ExperimentPlan plan = new([definition], new("all", 1));
        PinnedArm pinned = new("held", "b", Now.AddDays(-1));
        Assert.Equal("b", Assert.Single(plan.Assign(Context("ann") with { Held = [pinned] })).Arm.Name);
        Assert.Empty(plan.Assign(Context("ann")));
        Assert.Empty(plan.Assign(Context("ann") with { Held = [pinned], Placement = "cart" }));
        Assert.Empty(new ExperimentPlan([definition with { Status = ExperimentStatus.Stopped }], HoldoutDefinition.None)
            .Assign(Context("ann") with { Held = [pinned] }));
        Assert.Empty(plan.Assign(Context("ann") with { Held = [pinned with { Arm = "gone" }] }));
    }

    [Fact]
    public void An_audience_selects_by_placement_and_attributes()
    {
        ExperimentPlan plan = new(
            [Experiment("some") with
            {
                Audience = new()
                {
                    Placements = ["home"],
                    Attributes = [new("country", ["de", "AT"]), new("app", ["beta"], true)]
                }
            }],
            HoldoutDefinition.None);
        Assert.Single(plan.Assign(Context("ann") with { Attributes = Attributes(("country", "at")) }));
        Assert.Single(
            plan.Assign(Context("ann") with { Attributes = Attributes(("country", "de"), ("app", "stable")) }));
        Assert.Empty(plan.Assign(Context("ann") with { Attributes = Attributes(("country", "de"), ("app", "beta")) }));
        Assert.Empty(plan.Assign(Context("ann") with { Attributes = Attributes(("country", "fr")) }));
        Assert.Empty(plan.Assign(Context("ann")));
        Assert.Empty(
            plan.Assign(Context("ann") with { Placement = "cart", Attributes = Attributes(("country", "de")) }));
    }

    [Fact]
    public void A_merge_keeps_the_earlier_arm()
    {
        PinnedArm[] known = [new("x", "a", Now), new("y", "a", Now), new("z", "a", Now)];
        PinnedArm[] anonymous = [new("y", "b", Now.AddDays(-1)), new("z", "b", Now), new("w", "b", Now)];
        Assert.Equal(
            ["w:b", "x:a", "y:b", "z:a"],
            PinnedArm.Merge(known, anonymous).Select(pinned => $"{pinned.Experiment}:{pinned.Arm}"));
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

    private static AssignmentContext Context(string user, int day = 0) =>
        new(UserId.Create(user), "home", NoAttributes, [], Now.AddDays(day));
}
