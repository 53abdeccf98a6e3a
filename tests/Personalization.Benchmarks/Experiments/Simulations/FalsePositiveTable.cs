using System.Collections.Immutable;
using System.Globalization;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>The false positives of A/A experiments with many interim analyses.</summary>
/// <param name="Plan">The plan of the simulation.</param>
/// <param name="Rows">The rows of the table.</param>
internal sealed record FalsePositiveTable(SimulationPlan Plan, ImmutableArray<FalsePositiveRow> Rows)
{
    private const double Level = 0.05;
    private const double SplitLevel = 0.001;

    /// <summary>Simulates the experiments.</summary>
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
                "clicks per impression",
                Units.Clicks(),
                sequence with { Name = sequence.Name + ", delta method" }),
            new(
                "purchases of returning users",
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
                "any false conclusion on either side",
                whole.Count(run => run.Guardrail),
                Level,
                true),
            new("3 arms, split", "false alarm", whole.Count(run => run.Split), SplitLevel, true),
        ]);
    }

    /// <summary>Gets whether every guaranteed row is at or below its level, up to three standard errors.</summary>
    public bool IsKept() => Rows.Where(row => row.IsPromise).All(
        row => row.Rate(Plan) <= row.Level + (3 * Math.Sqrt(row.Level * (1 - row.Level) / Plan.Runs)));

    /// <summary>Renders the table as Markdown.</summary>
    public string Render()
    {
        MarkdownTable table = new("metric", "rule", "allowed", "found to differ");
        foreach (FalsePositiveRow row in Rows)
        {
            _ = table.Row(row.World, row.Rule, Percent(row.Level), Percent(row.Rate(Plan)));
        }

        return string.Create(CultureInfo.InvariantCulture, $"\nA/A: {Plan.Runs:N0} experiments without a difference, "
            + $"{Plan.Looks} interim analyses each, {Plan.UsersPerLook} new users per arm for each "
            + $"analysis.\n\n{table}");
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
