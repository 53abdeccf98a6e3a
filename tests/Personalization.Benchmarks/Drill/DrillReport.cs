using System.Globalization;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Drill;

/// <summary>Renders the table of the drill.</summary>
internal static class DrillReport
{
    /// <summary>Renders the table and the verdict as Markdown.</summary>
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
                Text($"{OwnLists(world) / (double)Math.Max(1, world.Reads):P1}"),
                Text($"{world.Unanswered}"),
                Text($"{world.Late}"),
                Text($"{world.WrongFresh}"),
                Text($"{world.P50Ms:0.0}; {world.P99Ms:0}"),
                Text($"{world.WritesLost} of {world.Writes}"),
                world.Alerts.Count == 0
                    ? "none"
                    : string.Join("; ", world.Alerts.Select(alert => Text($"{alert.Name} {alert.At:0}"))));
        }

        return $"""
            Seed {plan.Seed}. In each world the shop is open for {plan.Seconds:0} s and has {worlds[0].Visits} visits of
            {plan.Shoppers} shoppers. The faults last from {plan.FaultsFrom:0} to {plan.FaultsTo:0} s; a silo is killed
            at {plan.KillAt:0} s.

            {table}
            {Verdict(worlds, failures)}

            """;
    }

    private static string Verdict(IReadOnlyList<WorldFigures> worlds, IReadOnlyList<string> failures)
    {
        if (worlds[0].World != DrillWorld.Healthy.Name)
        {
            return "Without the healthy world there is no verdict.";
        }

        return failures.Count == 0
            ? "All requirements are fulfilled."
            : $"Requirements NOT fulfilled: {string.Join("; ", failures)}.";
    }

    private static long OwnLists(WorldFigures world) =>
        world.Levels.GetValueOrDefault("fresh") + world.Levels.GetValueOrDefault("cached");

    private static string Share(WorldFigures world, WorldFigures healthy)
    {
        (double share, double error) = world.ShareOf(healthy);
        return world == healthy ? "100 %" : Text($"{share:P1} ± {error:P1}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
