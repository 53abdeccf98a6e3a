using ScottPlot;

namespace Personalization.Benchmarks.Cluster;

/// <summary>Draws throughput over the number of silos, beside what twice as many would bring at best.</summary>
internal static class ScalePicture
{
    /// <summary>Writes a PNG file.</summary>
    public static void Draw(IReadOnlyList<ScaleFigures> figures, string path)
    {
        using Plot plot = new();
        foreach (IGrouping<string, ScaleFigures> load in figures.GroupBy(row => row.Load))
        {
            ScaleFigures[] rows = [.. load.OrderBy(row => row.Silos)];
            double[] silos = [.. rows.Select(row => (double)row.Silos)];
            ScottPlot.Plottables.Scatter measured = plot.Add.Scatter(silos, rows.Select(row => row.PerSecond).ToArray());
            measured.LegendText = load.Key;
            measured.LineWidth = 2;
            ScottPlot.Plottables.Scatter linear = plot.Add.Scatter(silos, silos.Select(n => rows[0].PerSecond / rows[0].Silos * n).ToArray());
            linear.LinePattern = LinePattern.Dotted;
            linear.MarkerSize = 0;
            linear.Color = measured.Color;
        }

        plot.Axes.SetLimits(left: 0, bottom: 0);
        plot.XLabel("silos");
        plot.YLabel("requests served a second (dotted: linear)");
        _ = plot.ShowLegend(Alignment.UpperLeft);
        _ = plot.SavePng(path, 900, 600);
    }
}
