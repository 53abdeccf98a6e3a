using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Rollouts;

namespace Personalization.Tests.Engine.Rollouts;

public sealed class RolloutMachineTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RolloutOptions Options = new()
    {
        ShadowMinutes = 15,
        ShadowLists = 100,
        StepMinutes = 60,
        StepUsers = 500,
        LongestStepHours = 24,
        BlindMinutes = 15
    };
    private static readonly Rollout Begun = RolloutMachine.Begin("m2", "m1", Start, "ann");

    [Fact]
    public void A_good_version_goes_step_by_step_to_all_users_and_each_step_is_in_the_audit_log()
    {
        Rollout rollout = Step(Begun with { Gate = Gate() }, Start);
        Assert.Equal(RolloutStage.Shadow, rollout.Stage);
        DateTimeOffset now = Start.AddMinutes(15);
        rollout = Step(rollout with { Shadow = Shadow(100) }, now);
        long users = 0;
        foreach (double share in RolloutMachine.Steps)
        {
            Assert.Equal((RolloutStage.Canary, share), (rollout.Stage, rollout.Share));
            now += TimeSpan.FromMinutes(60);
            users += 500;
            rollout = Step(rollout with { Canary = Canary(now, users) }, now);
        }

        Assert.Equal((RolloutStage.Live, 1.0, 1.0), (rollout.Stage, rollout.Share, rollout.MostShare));
        Assert.Equal(
            ["started", "shadow", "canary 0.01", "canary 0.05", "canary 0.25", "canary 0.5", "live"],
            rollout.Audit.Select(entry => entry.What));
        Assert.Equal("ann", rollout.Audit[0].Who);
        Assert.All(rollout.Audit.Skip(1), entry => Assert.Equal(RolloutMachine.Engine, entry.Who));
        Assert.All(rollout.Audit, entry => Assert.NotEmpty(entry.Why));
        Assert.Equal(rollout.Audit.Select(entry => entry.At).Order(), rollout.Audit.Select(entry => entry.At));
        Assert.Equal(RolloutMove.Stay, RolloutMachine.Decide(rollout, "m2", now.AddDays(9), Options).Move);
    }

    [Theory]
    [InlineData(59.9, 5000, RolloutMove.Stay)]
    [InlineData(60, 499, RolloutMove.Stay)]
    [InlineData(60, 500, RolloutMove.Canary)]
    [InlineData(1439, 3, RolloutMove.Stay)]
    [InlineData(1440, 3, RolloutMove.Canary)]
    public void A_step_takes_its_time_and_its_users_or_a_day(double minutes, long users, RolloutMove move)
    {
        Rollout rollout = InCanary() with { UsersBefore = 1000 };
        DateTimeOffset now = rollout.StageSince.AddMinutes(minutes);
        Assert.Equal(
            move, RolloutMachine.Decide(rollout with { Canary = Canary(now, 1000 + users) }, "m1", now, Options).Move);
    }

    [Fact]
    public void A_breach_rolls_back_at_once()
    {
        Rollout rollout = InCanary();
        DateTimeOffset now = rollout.StageSince.AddSeconds(2);
        rollout = Step(
            rollout with { Canary = Canary(now, 40, new Guardrail("p99", 2, 90, GuardrailVerdict.Breached, "slow")) },
            now);
        Assert.Equal((RolloutStage.RolledBack, 0.0, 0.01), (rollout.Stage, rollout.Share, rollout.MostShare));
        Assert.Equal(("rolled back", "p99: slow"), (rollout.Audit[^1].What, rollout.Audit[^1].Why));
    }

    [Fact]
    public void A_version_whose_users_cannot_be_measured_is_rolled_back()
    {
        Rollout rollout = InCanary();
        Assert.Equal(
            RolloutMove.Stay, RolloutMachine.Decide(rollout, "m1", rollout.StageSince.AddMinutes(15), Options).Move);
        Assert.Equal(
            RolloutMove.RollBack,
            RolloutMachine.Decide(rollout, "m1", rollout.StageSince.AddMinutes(15.1), Options).Move);
        Rollout seen = rollout with { Canary = Canary(rollout.StageSince.AddMinutes(10), 1) };
        Assert.Equal(
            RolloutMove.Stay, RolloutMachine.Decide(seen, "m1", rollout.StageSince.AddMinutes(25), Options).Move);
        Assert.Equal(
            RolloutMove.RollBack, RolloutMachine.Decide(seen, "m1", rollout.StageSince.AddMinutes(25.1), Options).Move);
    }

    [Fact]
    public void A_problem_in_the_gate_or_the_shadow_stage_refuses_before_any_user_got_it()
    {
        Rollout refused = Step(Begun with { Gate = Gate("worse") }, Start);
        Assert.Equal((RolloutStage.Refused, 0.0, "worse"), (refused.Stage, refused.MostShare, refused.Audit[^1].Why));
        Rollout shadow = Step(Begun with { Gate = Gate() }, Start) with { Shadow = Shadow(10, "empty") };
        Assert.Equal(RolloutMove.Refuse, RolloutMachine.Decide(shadow, "m1", Start.AddSeconds(1), Options).Move);
        Assert.Equal(RolloutMove.Stay, RolloutMachine.Decide(Begun, "m1", Start.AddMinutes(15), Options).Move);
        Assert.Equal(RolloutMove.Refuse, RolloutMachine.Decide(Begun, "m1", Start.AddMinutes(16), Options).Move);
    }

    [Theory]
    [InlineData(14.9, 100)]
    [InlineData(15, 99)]
    public void A_shadow_takes_its_time_and_its_lists(double minutes, long lists)
    {
        Rollout shadow = Step(Begun with { Gate = Gate() }, Start) with { Shadow = Shadow(lists) };
        Assert.Equal(RolloutMove.Stay, RolloutMachine.Decide(shadow, "m1", Start.AddMinutes(minutes), Options).Move);
    }

    [Fact]
    public void Another_live_version_stops_a_rollout_without_a_result()
    {
        foreach (Rollout rollout in new[] { Begun, InCanary() })
        {
            RolloutDecision decision = RolloutMachine.Decide(rollout, "m9", rollout.StageSince.AddSeconds(1), Options);
            Assert.Equal(RolloutMove.Stop, decision.Move);
            Assert.Contains("m9", decision.Why, StringComparison.Ordinal);
        }
    }

    private static Rollout Step(Rollout rollout, DateTimeOffset now) =>
        RolloutMachine.Apply(rollout, RolloutMachine.Decide(rollout, "m1", now, Options), now, RolloutMachine.Engine);

    private static Rollout InCanary() =>
        Step(Step(Begun with { Gate = Gate() }, Start) with { Shadow = Shadow(100) }, Start.AddMinutes(15));

    private static GateReport Gate(params string[] problems) => new()
    {
        At = Start,
        OfflineNote = "fine",
        Latency = new(200, 1, 1, 2, 2),
        OffPolicy = PromotionGateEvaluator.NoPropensities,
        Problems = [.. problems]
    };

    private static ShadowReport Shadow(long lists, params string[] problems) => new()
    {
        Lists = lists,
        Dropped = 0,
        Failed = 0,
        Overlap = 0.5,
        RankBiasedOverlap = 0.5,
        LiveEmpty = 0,
        Empty = 0,
        LiveItems = 10,
        Items = 10,
        Problems = [.. problems],
    };

    private static CanaryReport Canary(DateTimeOffset at, long users, params Guardrail[] guardrails) =>
        new() { At = at, LiveUsers = users, Users = users, Guardrails = [.. guardrails] };
}
