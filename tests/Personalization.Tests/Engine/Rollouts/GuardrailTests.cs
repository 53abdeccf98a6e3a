using System.Collections.Immutable;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Experiments.Statistics;
using Personalization.Engine.Rollouts;

namespace Personalization.Tests.Engine.Rollouts;

/// <summary>Each guardrail is breached by a version that is worse in its metric, and not by an equal one.</summary>
public sealed class GuardrailTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RolloutOptions Options = new();

    [Theory]
    [InlineData(1, 1, 0.02, GuardrailVerdict.Holds)]
    [InlineData(1, 60, 0.001, GuardrailVerdict.Breached)]
    public void More_failures_breach(long live, long own, double rise, GuardrailVerdict verdict)
    {
        Guardrail failures = Guardrails.Rise("errors", "lists failed", (live, 20_000), (own, 2_000), rise);

        Assert.Equal(verdict, failures.Verdict);
    }

    [Fact]
    public void Without_lists_every_guardrail_is_open()
    {
        RankingTally none = RankingTally.Empty;
        Assert.Equal(GuardrailVerdict.Open, Guardrails.Rise("errors", "lists failed", (0, 0), (0, 0), 0.001).Verdict);
        Assert.Equal(GuardrailVerdict.Open, Guardrails.Slow(none, none, Options).Verdict);
        Assert.Equal(GuardrailVerdict.Open, Guardrails.Diversity(none, none, Options).Verdict);
        Assert.Equal(GuardrailVerdict.Open, Guardrails.Coverage(none, none, Options).Verdict);
        Assert.Null(ShadowEvaluator.Judge(RolloutTally.Empty, Options));
    }

    [Theory]
    [InlineData(4, 4, GuardrailVerdict.Holds)]
    [InlineData(0.1, 4, GuardrailVerdict.Holds)]
    [InlineData(10, 14, GuardrailVerdict.Open)]
    [InlineData(10, 25, GuardrailVerdict.Breached)]
    public void A_time_breaches_when_it_is_long_compared_with_the_live_one_and_above_the_floor(
        double live, double own, GuardrailVerdict verdict) =>
        Assert.Equal(verdict, Guardrails.Slow(Times(live), Times(own), Options).Verdict);

    [Fact]
    public void Lists_of_one_kind_breach_diversity()
    {
        Assert.Equal(GuardrailVerdict.Holds, Guardrails.Diversity(Diverse(0.6), Diverse(0.58), Options).Verdict);
        Guardrail narrow = Guardrails.Diversity(Diverse(0.6), Diverse(0.1), Options);
        Assert.Equal(GuardrailVerdict.Breached, narrow.Verdict);
        Assert.Equal((0.6, 0.1), (Math.Round(narrow.Live!.Value, 2), Math.Round(narrow.Value!.Value, 2)));
    }

    [Fact]
    public void The_same_few_items_for_all_users_breach_coverage()
    {
        Assert.Equal(GuardrailVerdict.Holds, Guardrails.Coverage(Covering(3000), Covering(2500), Options).Verdict);
        Assert.Equal(GuardrailVerdict.Breached, Guardrails.Coverage(Covering(3000), Covering(40), Options).Verdict);
        Assert.Equal(
            GuardrailVerdict.Open,
            Guardrails.Coverage(Covering(3000), Covering(40) with { Covered = 20 }, Options).Verdict);
    }

    /// <summary>Checked after every fiftieth list of 5,000, in 300 simulations.</summary>
    [Trait("Category", "Simulation")]
    [Fact]
    public void An_equal_version_is_hardly_ever_found_worse_at_any_number_of_checks()
    {
        int falseBreaches = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            Random chance = new(seed);
            (long live, long own) = (0, 0);
            bool breached = false;
            for (int i = 1; i <= 5_000; i++)
            {
                live += chance.NextDouble() < 0.05 ? 1 : 0;
                own += chance.NextDouble() < 0.05 ? 1 : 0;
                breached |= i % 50 == 0 && Guardrails.Rise(
                    "errors", "lists failed", (live, i), (own, i), 0).Verdict == GuardrailVerdict.Breached;
            }

            falseBreaches += breached ? 1 : 0;
        }

        Assert.InRange(falseBreaches, 0, 3);
    }

    [Fact]
    public void Empty_lists_refuse_a_shadow_and_different_lists_do_not()
    {
        RankingTally live = Times(1) with { Lists = 2_000 };
        RolloutTally other = new(live, live, 2_000, 0, 0);
        Assert.Empty(ShadowEvaluator.Judge(other, Options)!.Problems);
        ShadowReport empty = ShadowEvaluator.Judge(other with { New = live with { EmptyLists = 300 } }, Options)!;
        Assert.Contains("empty", Assert.Single(empty.Problems), StringComparison.Ordinal);
        Assert.Equal(0.15, empty.Empty, 6);
        Assert.Contains(
            "fail",
            Assert.Single(ShadowEvaluator.Judge(other with { New = live with { Failed = 300 } }, Options)!.Problems),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.30, 0.30, 100, 0.01, false, 0)]
    [InlineData(0.298, 0.30, 100, 0.01, false, 0)]
    [InlineData(0.25, 0.30, 100, 0.01, false, 1)]
    [InlineData(0.25, 0.30, 100, 0.02, false, 0)]
    [InlineData(0.25, 0.30, 100, 0.01, true, 0)]
    [InlineData(0.25, 0.30, 10, 0.01, false, 0)]
    public void The_gate_compares_with_the_live_version_on_the_same_cases(
        double own, double live, int cases, double error, bool liveIsNewer, int problems)
    {
        GateReport gate = PromotionGateEvaluator.Judge(
            Version(new("m1", cases, new(0, own, 0, 0), new(0, live, 0, 0), own - live, error, liveIsNewer)),
            "m1",
            new(200, 1, 1, 2, 2),
            30,
            Options,
            Start);
        Assert.Equal(problems, gate.Problems.Length);
        Assert.Equal(cases, gate.Offline!.Cases);
        Assert.Equal(
            liveIsNewer,
            gate.OfflineNote.EndsWith("m1 knows newer events, so a loss does not count.", StringComparison.Ordinal));
        Assert.StartsWith("not available", gate.OffPolicy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_gate_refuses_a_slow_or_refused_version_and_ignores_a_comparison_with_another_version()
    {
        LiveComparison other = new("m0", 100, new(0, 0.1, 0, 0), new(0, 0.9, 0, 0), -0.8, 0.01);
        GateReport gate = PromotionGateEvaluator.Judge(
            Version(other), "m1", new(200, 1, 1, 10, 14), 30, Options, Start);
        Assert.Empty(gate.Problems);
        Assert.Null(gate.Offline);
        Assert.Contains("slow", Assert.Single(PromotionGateEvaluator.Judge(
            Version(null),
            "m1",
            new(200, 1, 1, 10, 16),
            30,
            Options,
            Start).Problems), StringComparison.OrdinalIgnoreCase);
        ModelVersion refused =
            Version(null) with { Report = Version(null).Report with { Passed = false, Verdict = "Refused: bad." } };
        Assert.Equal("Refused: bad.", Assert.Single(
            PromotionGateEvaluator.Judge(refused, "m1", new(200, 1, 1, 2, 2), 30, Options, Start).Problems));
    }

    [Fact]
    public void The_gate_reports_the_off_policy_estimate_and_when_it_is_too_weak()
    {
        ModelVersion version = Version(null) with
        {
            Report = Version(null).Report with { OffPolicy = new(500, 80, 0.02, 0.03, 0.025, 0.036) }
        };
        string note = PromotionGateEvaluator.Judge(version, "m1", new(200, 1, 1, 2, 2), 30, Options, Start).OffPolicy;
        Assert.Equal("estimated reward rate 3.00 % with the version's items (2.50 to 3.60, doubly robust), 2.00 % as "
            + "served; 500 draws, effective sample size 80.", note);
        version = version with { Report = version.Report with { OffPolicy = new(500, 12, 0.02, 0.03, 0, 0.2) } };
        Assert.Contains(
            "fewer than the 30",
            PromotionGateEvaluator.Judge(version, "m1", new(200, 1, 1, 2, 2), 30, Options, Start).OffPolicy,
            StringComparison.Ordinal);
    }

    private static ModelVersion Version(LiveComparison? comparison) => new()
    {
        Version = "m2",
        Status = ModelVersionStatus.Candidate,
        TrainedAt = Start,
        Events = 1,
        Users = 1,
        Items = 1,
        Seed = 1,
        TrainingSeconds = 1,
        Bytes = 1,
        Report = new()
        {
            Cases = 1,
            ListLength = 20,
            Metrics = ImmutableDictionary<string, OfflineMetrics>.Empty,
            Passed = true,
            Verdict = "Passed.",
            AgainstLive = comparison
        },
    };

    /// <summary>2,000 rankings around a time. A fiftieth of them takes half as long again.</summary>
    private static RankingTally Times(double milliseconds)
    {
        QuantileCounts counts = QuantileCounts.Empty;
        for (int i = 0; i < 2_000; i++)
        {
            counts += QuantileCounts.Of(i % 50 == 0 ? milliseconds : milliseconds / 1.5);
        }

        return new() { Lists = 2_000, Milliseconds = counts.Bins };
    }

    private static RankingTally Diverse(double mean)
    {
        Random chance = new(3);
        long[] values = [.. Enumerable.Range(
            0, 1_000).Select(_ => (long)(Moments.Scale * (mean + ((chance.NextDouble() - 0.5) * 0.1))))];
        return new()
        {
            Diverse = values.Length,
            DiversitySum = values.Sum(),
            DiversitySquares = values.Sum(value => value * value / Moments.Scale)
        };
    }

    private static RankingTally Covering(int items)
    {
        byte[] registers = new byte[DistinctCount.Registers];
        for (int i = 0; i < items; i++)
        {
            DistinctCount.Add(registers, $"item-{i}");
        }

        return new() { Covered = 1_000, Items = [.. registers] };
    }
}
