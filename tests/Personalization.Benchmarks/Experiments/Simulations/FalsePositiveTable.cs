using System.Collections.Immutable;
using System.Globalization;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>How often A/A experiments, looked at all the time, were said to differ.</summary>
/// <param name="Plan">How much was simulated.</param>
/// <param name="Rows">The findings.</param>
internal sealed record FalsePositiveTable(SimulationPlan Plan, ImmutableArray<FalsePositiveRow> Rows)
{
    private const double Level = 0.05;
    private const double SplitLevel = 0.001;

    /// <summary>Simulates them.</summary>
    public static FalsePositiveTable Measure(SimulationPlan plan)
    {
        LookRule sequence = LookRule.Sequence(plan.AllUsers, Level);
        WholeRun[] whole = WholeSimulation.Run(plan);
        return new(plan,
        [
            .. Means(
                plan,
                "conversion of 5 %",
                Units.Conversion(0.05),
                sequence,
                LookRule.Exact(plan.AllUsers, Level),
                LookRule.Peeking(),
                LookRule.Once(plan.Looks)),
            .. Means(plan, "revenue, 1 in 20 buys", Units.Revenue(), sequence),
            .. Means(
                plan,
                "revenue with users' past",
                Units.RevenueWithPast(),
                sequence with { Name = sequence.Name + ", CUPED" }),
            .. Means(
                plan,
                "clicks an impression",
                Units.Clicks(),
                sequence with { Name = sequence.Name + ", delta method" }),
            new(
                "purchases of users who keep coming",
                sequence.Name,
                ReturningSimulation.FalsePositives(plan, Level),
                Level,
                true),
            new(
                "latency p95",
                "quantile confidence sequences",
                QuantileSimulation.FirstLooks(plan, 0, Level).Count(look => look > 0),
                Level,
                true),
            new(
                "split 50/50",
                "sequential multinomial test",
                SampleRatioSimulation.FirstLooks(plan, [.5, .5], [.5, .5], Level).Count(look => look > 0),
                Level,
                true),
            new("3 arms, 2 primary metrics", "any false conclusion", whole.Count(run => run.Primary), Level, true),
            new("3 arms, 4 secondary metrics", "any false conclusion", whole.Count(run => run.Secondary), Level, true),
            new(
                "3 arms, 2 guardrails at their margin",
                "any false conclusion, of either side",
                whole.Count(run => run.Guardrail),
                Level,
                true),
            new("3 arms, split", "false alarm", whole.Count(run => run.Split), SplitLevel, true),
        ]);
    }

    /// <summary>
    /// Whether every engine row is at or below its level, give or take what chance explains: three standard errors.
    /// </summary>
    public bool IsKept() => Rows.Where(row => row.IsPromise).All(
        row => row.Rate(Plan) <= row.Level + (3 * Math.Sqrt(row.Level * (1 - row.Level) / Plan.Runs)));

    /// <summary>Writes the table.</summary>
    public string Render()
    {
        MarkdownTable table = new("what is measured", "rule", "allowed", "said to differ");
        foreach (FalsePositiveRow row in Rows)
        {
            _ = table.Row(row.World, row.Rule, Percent(row.Level), Percent(row.Rate(Plan)));
        }

        return string.Create(CultureInfo.InvariantCulture, $"\nA/A: {Plan.Runs:N0} experiments in which nothing "
            + $"differs, each looked at {Plan.Looks} times, {Plan.UsersPerLook} users an arm from look to "
            + $"look.\n\n{table}");
    }

    private static IEnumerable<FalsePositiveRow> Means(
        SimulationPlan plan, string world, Func<Random, bool, Unit> users, params LookRule[] rules)
    {
        int[][] first = MeanSimulation.FirstLooks(plan, users, rules);
        return rules.Select((rule, i) => new FalsePositiveRow(
            world,
            rule.Name,
            first.Count(run => run[i] > 0),
            Level,
            i == 0 || rule.Name.StartsWith("exact", StringComparison.Ordinal)));
    }

    private static string Percent(double share) => share.ToString("0.##%", CultureInfo.InvariantCulture);
}
