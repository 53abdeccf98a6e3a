using System.Globalization;
using Personalization.Benchmarks.Reports;

namespace Personalization.Benchmarks.Load;

/// <summary>Draws a load report: requests over time, latency over time, and the percentile curve.</summary>
internal static class LoadPicture
{
    private static readonly string[] Colors = ["#1f77b4", "#2ca02c", "#9467bd"];
    private const string BadColor = "#d62728";
    private const string Dashed = "6 4";
    private const string Dotted = "2 4";

    /// <summary>Draws the report as SVG.</summary>
    public static string Draw(LoadReport report)
    {
        IReadOnlyList<SecondFigures> seconds = [.. report.Series.Where(second => second.Second < report.Seconds)];
        return SvgPlot.Stack(Throughput(report, seconds), Latency(seconds), Curve(report));
    }

    private static SvgPlot Throughput(LoadReport report, IReadOnlyList<SecondFigures> seconds) =>
        new SvgPlot(
            $"Requests per second: {report.Kinds.Sum(kind => kind.Requests)} in all", "second", "requests per second")
            .Add("reads served", seconds.Select(second => (second.Second + .5, (double)second.Reads)), Colors[0])
            .Add("writes served", seconds.Select(second => (second.Second + .5, (double)second.Writes)), Colors[1])
            .Add("failed tries", seconds.Select(second => (second.Second + .5, (double)second.FailedTries)), BadColor);

    private static SvgPlot Latency(IReadOnlyList<SecondFigures> seconds)
    {
        SvgPlot plot =
            new("Latency by the second in which a request was due", "second", "milliseconds") { IsLogarithmic = true };
        Add(plot, "reads", seconds, second => second.ReadLatency, Colors[0]);
        Add(plot, "writes", seconds, second => second.WriteLatency, Colors[1]);
        return plot;
    }

    private static void Add(
        SvgPlot plot,
        string name,
        IReadOnlyList<SecondFigures> seconds,
        Func<SecondFigures, LatencyFigures?> of,
        string color)
    {
        SecondFigures[] known = [.. seconds.Where(second => of(second) is not null)];
        plot.Add($"{name} p50", known.Select(second => (second.Second + .5, of(second)!.P50Ms)), color);
        plot.Add($"{name} p99", known.Select(second => (second.Second + .5, of(second)!.P99Ms)), color, Dashed);
        plot.Add($"{name} max", known.Select(second => (second.Second + .5, of(second)!.MaxMs)), color, Dotted);
    }

    private static SvgPlot Curve(LoadReport report)
    {
        SvgPlot plot = new("Latency by percentile", "percent of the requests", "milliseconds") { IsLogarithmic = true };
        foreach (KindFigures kind in report.Kinds)
        {
            plot.Add(
                kind.Kind.ToString().ToLowerInvariant(), kind.Curve.Select(point => (Nines(point.Percent), point.Ms)),
                Colors[(int)kind.Kind]);
        }

        double[] percents = [0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999];
        return plot.BottomTicks(
            [.. percents.Select(percent => (percent.ToString(CultureInfo.InvariantCulture), Nines(percent)))]);
    }

    /// <summary>Gets the number of nines of a percentile: 90 has one, 99 has two.</summary>
    private static double Nines(double percent) => -Math.Log10(1 - (percent / 100));
}
