using ScottPlot;
using ScottPlot.Plottables;

namespace Personalization.Benchmarks.Drill;

/// <summary>Draws the worlds over time, one above the other: conversions, latency, own lists, errors; and the alerts of each where they fired.</summary>
internal static class DrillPicture
{
    private const int Width = 1400;
    private const int Height = 1700;
    private static readonly Color[] Colors = [Color.FromHex("#2ca02c"), Color.FromHex("#d62728"), Color.FromHex("#1f77b4"), Color.FromHex("#9467bd"), Color.FromHex("#8c564b"), Color.FromHex("#7f7f7f")];

    /// <summary>Saves the picture as PNG.</summary>
    public static void Save(DrillPlan plan, IReadOnlyList<WorldFigures> worlds, string path)
    {
        Multiplot picture = new();
        picture.AddPlots(4);
        Draw(picture.GetPlot(0), plan, worlds, "Conversions a second, with the alerts of each world", slice => slice.ConversionsPerSecond);
        Draw(picture.GetPlot(1), plan, worlds, "p99 of a read, milliseconds", slice => slice.P99Ms);
        Draw(picture.GetPlot(2), plan, worlds, "Share of reads answered with the user's own list", slice => slice.OwnLists);
        Draw(picture.GetPlot(3), plan, worlds, "Share of reads that failed or came after the deadline", slice => slice.Errors);
        Plot top = picture.GetPlot(0);
        double height = worlds.SelectMany(world => world.Series).Max(slice => slice.ConversionsPerSecond);
        for (int i = 0; i < worlds.Count; i++)
        {
            foreach (DrillAlert alert in worlds[i].Alerts)
            {
                Text name = top.Add.Text($"{alert.Name}", alert.At, height * (0.95 - (0.08 * i)));
                (name.LabelFontColor, name.LabelFontSize) = (Colors[i % Colors.Length], 13);
            }
        }

        _ = picture.SavePng(path, Width, Height);
    }

    private static void Draw(Plot plot, DrillPlan plan, IReadOnlyList<WorldFigures> worlds, string title, Func<DrillSlice, double> value)
    {
        HorizontalSpan faults = plot.Add.HorizontalSpan(plan.FaultsFrom, plan.FaultsTo);
        faults.FillColor = Color.FromHex("#d62728").WithAlpha(0.06);
        for (int i = 0; i < worlds.Count; i++)
        {
            Scatter line = plot.Add.Scatter(worlds[i].Series.Select(slice => slice.At).ToArray(), worlds[i].Series.Select(value).ToArray(), Colors[i % Colors.Length]);
            (line.LegendText, line.LineWidth, line.MarkerSize) = (worlds[i].World, 2, 0);
        }

        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(0, Math.Max(plot.Axes.GetLimits().Top, 0.01));
        plot.Axes.SetLimitsX(0, plan.Seconds);
        plot.Title(title, 17);
        plot.XLabel("seconds since the opening; shaded: the faults");
        _ = plot.ShowLegend(Alignment.LowerLeft, Orientation.Horizontal);
    }
}
