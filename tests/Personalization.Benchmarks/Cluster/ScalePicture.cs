using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Cluster;

/// <summary>Draws throughput by the number of silos, and linear growth for comparison.</summary>
internal static class ScalePicture
{
    /// <summary>Draws the figures as SVG.</summary>
    public static string Draw(IReadOnlyList<ScaleFigures> figures)
    {
        SvgPlot plot = new("Throughput by number of silos (dotted: linear)", "silos", "requests served per second");
        int series = 0;
        foreach (IGrouping<string, ScaleFigures> load in figures.GroupBy(row => row.Load))
        {
            ScaleFigures[] rows = [.. load.OrderBy(row => row.Silos)];
            string color = SvgPlot.ColorOf(series++);
            plot.Add(load.Key, rows.Select(row => ((double)row.Silos, row.PerSecond)), color);
            plot.Add(
                null,
                rows.Select(row => ((double)row.Silos, rows[0].PerSecond / rows[0].Silos * row.Silos)),
                color,
                "2 4");
        }

        return SvgPlot.Stack(plot);
    }
}
