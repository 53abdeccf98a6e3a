using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;

namespace Personalization.Benchmarks.Load.Reporting;

/// <summary>Draws a report: what was served and what failed over time, latency over time, and the percentile curve.</summary>
internal static class LoadPicture
{
    private const int Width = 1400;
    private const int Height = 1500;
    private static readonly Color ReadColor = Color.FromHex("#1f77b4");
    private static readonly Color WriteColor = Color.FromHex("#2ca02c");
    private static readonly Color BatchColor = Color.FromHex("#9467bd");
    private static readonly Color BadColor = Color.FromHex("#d62728");

    /// <summary>Saves the picture as PNG.</summary>
    public static void Save(LoadReport report, string path)
    {
        Multiplot picture = new();
        picture.AddPlots(3);
        IReadOnlyList<SecondFigures> seconds = [.. report.Series.Where(second => second.Second < report.Seconds)];
        DrawThroughput(picture.GetPlot(0), report, seconds);
        DrawLatency(picture.GetPlot(1), seconds);
        DrawCurve(picture.GetPlot(2), report);
        _ = picture.SavePng(path, Width, Height);
    }

    private static void DrawThroughput(Plot plot, LoadReport report, IReadOnlyList<SecondFigures> seconds)
    {
        double[] x = [.. seconds.Select(second => second.Second + .5)];
        Line(plot, x, [.. seconds.Select(second => (double)second.Reads)], "reads served", ReadColor);
        Line(plot, x, [.. seconds.Select(second => (double)second.Writes)], "writes served", WriteColor);
        Line(plot, x, [.. seconds.Select(second => (double)second.FailedTries)], "failed tries", BadColor);
        plot.Axes.SetLimits(0, Math.Max(1, report.Seconds), 0, 1.15 * Math.Max(1, seconds.Select(second => Math.Max(Math.Max(second.Reads, second.Writes), second.FailedTries)).DefaultIfEmpty().Max()));
        Label(plot, Wrapped(report.Title), "second", "requests a second");
    }

    private static void DrawLatency(Plot plot, IReadOnlyList<SecondFigures> seconds)
    {
        DrawLatency(plot, [.. seconds.Where(second => second.ReadLatency is not null).Select(second => (second.Second, second.ReadLatency!))], "reads", ReadColor);
        DrawLatency(plot, [.. seconds.Where(second => second.WriteLatency is not null).Select(second => (second.Second, second.WriteLatency!))], "writes", WriteColor);
        UseLogarithmicLatency(plot);
        plot.Axes.SetLimitsX(0, Math.Max(1, seconds.Count));
        Label(plot, "Latency from when a request was due, by the second it was due in", "second", "milliseconds");
    }

    private static void DrawLatency(Plot plot, IReadOnlyList<(int Second, LatencyFigures Latency)> series, string name, Color color)
    {
        double[] x = [.. series.Select(point => point.Second + .5)];
        Line(plot, x, [.. series.Select(point => Math.Log10(point.Latency.P50Ms))], $"{name} p50", color);
        Line(plot, x, [.. series.Select(point => Math.Log10(point.Latency.P99Ms))], $"{name} p99", color, LinePattern.Dashed);
        Line(plot, x, [.. series.Select(point => Math.Log10(point.Latency.MaxMs))], $"{name} max", color.WithAlpha(.5), LinePattern.Dotted);
    }

    private static void DrawCurve(Plot plot, LoadReport report)
    {
        Color[] colors = [ReadColor, WriteColor, BatchColor];
        double nines = 1;
        foreach (KindFigures kind in report.Kinds.Where(kind => kind.Curve.Count > 0))
        {
            double[] x = [.. kind.Curve.Select(point => Nines(point.Percent))];
            nines = Math.Max(nines, x[^1]);
            Line(plot, x, [.. kind.Curve.Select(point => Math.Log10(Math.Max(.001, point.Ms)))], kind.Kind.ToString().ToLowerInvariant(), colors[(int)kind.Kind]);
        }

        double[] percents = [0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999];
        plot.Axes.Bottom.SetTicks([.. percents.Select(Nines)], [.. percents.Select(percent => percent.ToString(CultureInfo.InvariantCulture))]);
        UseLogarithmicLatency(plot);
        plot.Axes.SetLimitsX(0, nines);
        Label(plot, "Latency by percentile", "percent of the requests", "milliseconds");
    }

    /// <summary>How many nines a percentile has: 90 one, 99 two.</summary>
    private static double Nines(double percent) => -Math.Log10(1 - (percent / 100));

    private static void Line(Plot plot, double[] x, double[] y, string name, Color color, LinePattern? pattern = null)
    {
        if (x.Length == 0)
        {
            return;
        }

        Scatter line = plot.Add.Scatter(x, y, color);
        (line.LegendText, line.LineWidth, line.MarkerSize, line.LinePattern) = (name, 2, x.Length == 1 ? 8 : 0, pattern ?? LinePattern.Solid);
    }

    private static void UseLogarithmicLatency(Plot plot)
    {
        double[] ticks = [.01, .1, 1, 10, 100, 1_000, 10_000, 100_000];
        plot.Axes.Left.SetTicks([.. ticks.Select(Math.Log10)], [.. ticks.Select(tick => tick.ToString(CultureInfo.InvariantCulture))]);
        plot.Axes.AutoScale();
        AxisLimits limits = plot.Axes.GetLimits();
        plot.Axes.SetLimitsY(Math.Min(limits.Bottom, -.5), Math.Max(limits.Top + .2, 1.2));
    }

    /// <summary>In two lines, broken at the comma next to the middle: one line would run out of the picture.</summary>
    private static string Wrapped(string title)
    {
        int[] commas = [.. Enumerable.Range(0, title.Length - 1).Where(i => title[i] == ',' && title[i + 1] == ' ')];
        int at = commas.DefaultIfEmpty(title.Length - 1).MinBy(comma => Math.Abs(comma - (title.Length / 2)));
        return $"{title[..(at + 1)]}\n{title[(at + 1)..].TrimStart()}";
    }

    private static void Label(Plot plot, string title, string bottom, string left)
    {
        plot.Title(title, 17);
        plot.XLabel(bottom);
        plot.YLabel(left);
        _ = plot.ShowLegend(Alignment.UpperRight, Orientation.Horizontal);
    }
}
