using System.Globalization;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Drill;

/// <summary>The drill's table.</summary>
internal static class DrillReport
{
    /// <summary>Writes it.</summary>
    public static string Write(DrillPlan plan, IReadOnlyList<WorldFigures> worlds, IReadOnlyList<string> failures)
    {
        MarkdownTable table = new(
            "world", "conversions", "of healthy ± standard error", "in the faults", "purchases", "reads",
            "fresh or cached", "no list", "late", "wrong but fresh", "p50; p99, ms", "writes lost",
            "first alerts, s after the opening");
        foreach (WorldFigures world in worlds)
        {
            table.Row(
                world.World,
                Text($"{world.Conversions:0.0}"),
                Share(world, worlds[0]),
                Text($"{world.ConversionsInFaults / worlds[0].ConversionsInFaults:P1}"),
                Text($"{world.Purchases}"),
                Text($"{world.Reads}"),
                Text(
                    $"{(world.Levels.GetValueOrDefault("fresh") + world.Levels.GetValueOrDefault("cached")) / (double)Math.Max(1, world.Reads):P1}"),
                Text($"{world.Unanswered}"),
                Text($"{world.Late}"),
                Text($"{world.WrongFresh}"),
                Text($"{world.P50Ms:0.0}; {world.P99Ms:0}"),
                Text($"{world.WritesLost} of {world.Writes}"),
                world.Alerts.Count == 0
                    ? "none"
                    : string.Join("; ", world.Alerts.Select(alert => Text($"{alert.Name} {alert.At:0}"))));
        }

        string verdict = worlds[0].World != DrillWorld.Healthy.Name
            ? "Without the healthy world beside them these promise nothing."
            : failures.Count == 0
            ? "Everything came out as promised."
            : $"NOT as promised: {string.Join("; ", failures)}.";
        return $"""
            Seed {plan.Seed}; in each world the shop is open for {plan.Seconds:0} s, {worlds[0].Visits} visits of {plan.Shoppers} shoppers; faults from {plan.FaultsFrom:0} to {plan.FaultsTo:0} s, a silo killed at {plan.KillAt:0} s.

            {table}
            {verdict}

            """;
    }

    private static string Share(WorldFigures world, WorldFigures healthy)
    {
        (double share, double error) = world.ShareOf(healthy);
        return world == healthy ? "100 %" : Text($"{share:P1} ± {error:P1}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
