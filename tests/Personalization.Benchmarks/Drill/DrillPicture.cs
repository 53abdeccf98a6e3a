using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Drill;

/// <summary>Draws the worlds over time: conversions and alerts, latency, own lists, and errors.</summary>
internal static class DrillPicture
{
    /// <summary>Draws the worlds as SVG, one plot below the other.</summary>
    public static string Draw(DrillPlan plan, IReadOnlyList<WorldFigures> worlds)
    {
        SvgPlot conversions = Plot(
            plan, worlds, "Conversions per second, with the alerts of each world", slice => slice.ConversionsPerSecond);
        double height = worlds.SelectMany(world => world.Series)
            .Select(slice => slice.ConversionsPerSecond)
            .DefaultIfEmpty(1)
            .Max();
        for (int i = 0; i < worlds.Count; i++)
        {
            foreach (DrillAlert alert in worlds[i].Alerts)
            {
                conversions.Note(alert.At, height * (0.95 - (0.08 * i)), alert.Name, SvgPlot.ColorOf(i));
            }
        }

        return SvgPlot.Stack(
            conversions,
            Plot(plan, worlds, "p99 of a read, milliseconds", slice => slice.P99Ms),
            Plot(plan, worlds, "Share of reads answered with the user's own list", slice => slice.OwnLists),
            Plot(plan, worlds, "Share of reads that failed or came after the deadline", slice => slice.Errors));
    }

    private static SvgPlot Plot(
        DrillPlan plan, IReadOnlyList<WorldFigures> worlds, string title, Func<DrillSlice, double> value)
    {
        SvgPlot plot = new(title, "seconds since the opening; the shaded range has the faults", string.Empty);
        plot.Shade(plan.FaultsFrom, plan.FaultsTo);
        for (int i = 0; i < worlds.Count; i++)
        {
            plot.Add(worlds[i].World, worlds[i].Series.Select(slice => (slice.At, value(slice))), SvgPlot.ColorOf(i));
        }

        return plot;
    }
}
