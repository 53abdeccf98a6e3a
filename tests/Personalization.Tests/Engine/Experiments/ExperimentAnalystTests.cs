using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Results;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Tests.Engine.Experiments;

public sealed class ExperimentAnalystTests
{
    private static readonly ExperimentDefinition Definition = new()
    {
        Name = "ranker",
        Arms = [ArmDefinition.Control(), ArmDefinition.Control("good"), ArmDefinition.Control("bad")],
        Metrics =
        [
            new()
            {
                Name = "latency",
                Kind = MetricKind.Quantile,
                Quantile = 0.9,
                Role = MetricRole.Guardrail,
                HigherIsBetter = false,
                Margin = 0.2
            },
            new() { Name = "buys", Kind = MetricKind.Proportion },
            new() { Name = "errors", Role = MetricRole.Guardrail, HigherIsBetter = false, Margin = 0.5 },
            new() { Name = "spent", Role = MetricRole.Secondary },
            new() { Name = "noise", Role = MetricRole.Secondary },
        ],
    };

    [Fact]
    public void Verdicts_follow_true_effects_and_guardrail_margins()
    {
        ExperimentResults results = ExperimentAnalyst.Analyse(Definition, Statistics(6000, 6000));

        Assert.Equal(
            ["latency", "latency", "buys", "buys", "errors", "errors", "spent", "spent", "noise", "noise"],
            results.Metrics.Select(metric => metric.Metric));
        Assert.Equal(Verdict.Better, results.Of("buys", "good").Verdict);
        Assert.Equal(Verdict.Worse, results.Of("buys", "bad").Verdict);
        Assert.Equal(Verdict.Holds, results.Of("latency", "good").Verdict);
        Assert.Equal(Verdict.Breached, results.Of("latency", "bad").Verdict);
        Assert.Equal(Verdict.Holds, results.Of("errors", "good").Verdict);
        Assert.Equal(Verdict.Breached, results.Of("errors", "bad").Verdict);
        Assert.Equal(Verdict.Better, results.Of("spent", "good").Verdict);
        Assert.Equal(Verdict.Open, results.Of("noise", "good").Verdict);
        Assert.Equal(Verdict.Open, results.Of("noise", "bad").Verdict);
        Assert.Equal(["latency", "errors"], results.Breaches().Select(breach => breach.Metric));
        Assert.All(results.Breaches(), breach => Assert.Equal("bad", breach.Arm));
        Assert.False(results.SampleRatio.IsMismatch);
    }

    [Fact]
    public void Results_use_the_methods_at_the_corrected_level()
    {
        ExperimentStatistics statistics = Statistics(6000, 6000);
        MetricResult buys = ExperimentAnalyst.Analyse(Definition, statistics).Of("buys", "good");
        Moments control = statistics.Arm("control").Metrics["buys"];
        Moments arm = statistics.Arm("good").Metrics["buys"];

        Assert.Equal(0.025, buys.Level);
        Assert.Equal(
            MeanSequence.Difference(control, arm, new(Definition.PlannedUnits, Definition.Alpha), 0.025),
            buys.Interval);
        Assert.Equal(buys.Value!.Value - buys.Control!.Value, buys.Difference!.Value, 1e-12);
        Assert.True(buys.ExactInterval!.Value.Covers(buys.Difference.Value)
            && buys.ExactInterval.Value.Width() > buys.Interval!.Value.Width());
        Assert.True(buys.RelativeInterval!.Value.Covers(buys.Relative!.Value));
        Assert.InRange(buys.PValue!.Value, 0, 0.025);
    }

    [Fact]
    public void Below_the_minimum_number_of_users_means_are_inconclusive()
    {
        ExperimentResults results = ExperimentAnalyst.Analyse(Definition, Statistics(99, 6000));
        MetricResult buys = results.Of("buys", "good");
        Assert.Equal(Verdict.Open, buys.Verdict);
        Assert.Null(buys.Interval);
        Assert.NotNull(buys.ExactInterval);
        Assert.NotNull(buys.Value);
    }

    [Fact]
    public void A_sample_ratio_mismatch_is_detected()
    {
        Assert.True(ExperimentAnalyst.Analyse(Definition, Statistics(6000, 6900)).SampleRatio.IsMismatch);
    }

    [Fact]
    public void Results_without_users_are_empty_and_survive_JSON()
    {
        ExperimentResults results = ExperimentAnalyst.Analyse(Definition, ExperimentStatistics.Empty);
        Assert.All(results.Metrics, metric => Assert.Equal(Verdict.Open, metric.Verdict));
        Assert.All(results.Arms, arm => Assert.Equal(0, arm.Units));
        string text = JsonSerializer.Serialize(results);
        Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize<ExperimentResults>(text)));
        string full = JsonSerializer.Serialize(ExperimentAnalyst.Analyse(Definition, Statistics(500, 500)));
        Assert.Equal(full, JsonSerializer.Serialize(JsonSerializer.Deserialize<ExperimentResults>(full)));
    }

    private static ExperimentStatistics Statistics(int unitsOfControl, int unitsOfArms)
    {
        Random chance = new(11);
        ExperimentStatistics sum = ExperimentStatistics.Empty;
        foreach ((string arm, double buys, double errors, double latency, double spent) in new[]
        {
            ("control", 0.2, 0.1, 1, 1), ("good", 0.26, 0.1, 1, 1.1), ("bad", 0.14, 0.25, 2, 1),
        })
        {
            ArmStatistics statistics = ArmStatistics.Empty;
            for (int user = 0; user < (arm == "control" ? unitsOfControl : unitsOfArms); user++)
            {
                statistics += new ArmStatistics
                {
                    Units = 1,
                    Metrics = ImmutableSortedDictionary<string, Moments>.Empty
                        .Add("buys", Moments.Of(chance.NextDouble() < buys ? 1 : 0))
                        .Add("errors", Moments.Of(chance.NextDouble() < errors ? 1 : 0))
                        .Add("noise", Moments.Of(chance.NextDouble()))
                        .Add("spent", Moments.Of(spent * (0.5 + chance.NextDouble()))),
                    Quantiles = ImmutableSortedDictionary<string, QuantileCounts>.Empty
                        .Add("latency", QuantileCounts.Of(latency * (10 + (20 * chance.NextDouble())))),
                };
            }

            sum += ExperimentStatistics.Of(arm, statistics);
        }

        return sum;
    }
}
