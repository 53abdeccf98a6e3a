using System.Collections.Immutable;
using System.Globalization;
using System.Security;
using System.Text;
using Personalization.Abstractions.Experiments;

namespace Personalization.Client.Api.Experiments;

/// <summary>
/// Draws intervals over interim analyses as SVG: per arm a band and a line, plus the line of no difference.
/// </summary>
/// <remarks>The output is deterministic.</remarks>
internal static class IntervalPicture
{
    private const double Width = 900;
    private const double Height = 460;
    private const double Left = 92;
    private const double Right = 24;
    private const double Top = 76;
    private const double Bottom = 64;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    // The color-blind safe palette of Okabe and Ito.
    private static readonly string[] Colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

    /// <summary>Draws the picture.</summary>
    public static string Render(PictureText words, ImmutableArray<IntervalSeries> series)
    {
        PictureScale across = Across(series);
        PictureScale up = Up(series);
        StringBuilder svg = new();
        svg.Append(Culture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\"")
            .Append(Culture, $" width=\"{Width}\" height=\"{Height}\"")
            .Append(" font-family=\"sans-serif\" font-size=\"13\" role=\"img\">\n")
            .Append(Culture, $"<title>{Plain(words.Title)}</title>\n")
            .Append(Culture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>\n")
            .Append(Culture, $"<clipPath id=\"plot\"><rect x=\"{Left}\" y=\"{Top}\"")
            .Append(Culture, $" width=\"{Width - Left - Right}\" height=\"{Height - Top - Bottom}\"/></clipPath>\n");
        Axes(svg, words, across, up);
        for (int i = 0; i < series.Length; i++)
        {
            Series(svg, series[i], Colors[i % Colors.Length], across, up);
        }

        Legend(svg, series);
        return svg.Append("</svg>\n").ToString();
    }

    private static PictureScale Across(ImmutableArray<IntervalSeries> series)
    {
        double[] places = [.. series.SelectMany(line => line.Points).Select(point => point.At)];
        double least = places.DefaultIfEmpty(0).Min();
        double most = places.DefaultIfEmpty(1).Max();
        return new(least, most > least ? most : least + 1, Left, Width - Right);
    }

    /// <summary>
    /// The vertical scale. The first tenth of the interim analyses is excluded, because very wide early intervals would
    /// flatten the rest; the picture clips them.
    /// </summary>
    private static PictureScale Up(ImmutableArray<IntervalSeries> series)
    {
        List<double> shown = [0];
        foreach (ImmutableArray<IntervalPoint> points in series.Select(line => line.Points))
        {
            foreach (IntervalPoint point in points.Skip(points.Length / 10))
            {
                shown.AddRange(
                    point.Interval is { } interval ? [interval.Low, interval.High, point.Estimate] : [point.Estimate]);
            }
        }

        double least = shown.Min();
        double most = shown.Max();
        double margin = most > least ? 0.06 * (most - least) : 1;
        return new(least - margin, most + margin, Height - Bottom, Top);
    }

    private static void Axes(StringBuilder svg, PictureText words, PictureScale across, PictureScale up)
    {
        foreach (double tick in up.Ticks())
        {
            double y = up.Place(tick);
            string color = Math.Abs(tick) < 1e-12 ? "#444444" : "#e4e4e4";
            svg.Append(Culture, $"<line x1=\"{Left}\" y1=\"{y:0.##}\" x2=\"{Width - Right}\" y2=\"{y:0.##}\"")
                .Append(Culture, $" stroke=\"{color}\"/>\n")
                .Append(Culture, $"<text x=\"{Left - 8}\" y=\"{y + 4:0.##}\" text-anchor=\"end\">")
                .Append(Culture, $"{Tick(tick, words.IsShare)}</text>\n");
        }

        foreach (double tick in across.Ticks())
        {
            svg.Append(Culture, $"<text x=\"{across.Place(tick):0.##}\" y=\"{Height - Bottom + 20}\"")
                .Append(Culture, $" text-anchor=\"middle\">{tick:#,0.###}</text>\n");
        }

        double middle = (Top + Height - Bottom) / 2;
        svg.Append(
            Culture, $"<text x=\"{Left}\" y=\"26\" font-size=\"16\" font-weight=\"bold\">{Plain(words.Title)}</text>\n")
            .Append(Culture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 18}\" text-anchor=\"middle\">")
            .Append(Culture, $"{Plain(words.Across)}</text>\n")
            .Append(
                Culture, $"<text x=\"18\" y=\"{middle}\" text-anchor=\"middle\" transform=\"rotate(-90 18 {middle})\">")
            .Append(Culture, $"{Plain(words.Up)}</text>\n");
    }

    private static void Series(
        StringBuilder svg, IntervalSeries series, string color, PictureScale across, PictureScale up)
    {
        IntervalPoint[] banded = [.. series.Points.Where(point => point.Interval is not null)];
        if (banded.Length > 0)
        {
            IEnumerable<string> upper = banded.Select(point => Point(across, up, point.At, point.Interval!.Value.High));
            IEnumerable<string> lower = banded.Reverse().Select(
                point => Point(across, up, point.At, point.Interval!.Value.Low));
            svg.Append(Culture, $"<polygon clip-path=\"url(#plot)\" fill=\"{color}\" fill-opacity=\"0.16\"")
                .Append(Culture, $" stroke=\"{color}\" stroke-opacity=\"0.45\" points=\"")
                .AppendJoin(' ', upper.Concat(lower)).Append("\"/>\n");
        }

        svg.Append(Culture, $"<polyline clip-path=\"url(#plot)\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"")
            .Append(" points=\"")
            .AppendJoin(' ', series.Points.Select(point => Point(across, up, point.At, point.Estimate)))
            .Append("\"/>\n");
    }

    private static void Legend(StringBuilder svg, ImmutableArray<IntervalSeries> series)
    {
        double x = Left;
        for (int i = 0; i < series.Length; i++)
        {
            svg.Append(Culture, $"<rect x=\"{x:0.##}\" y=\"44\" width=\"14\" height=\"14\"")
                .Append(Culture, $" fill=\"{Colors[i % Colors.Length]}\"/>\n")
                .Append(Culture, $"<text x=\"{x + 20:0.##}\" y=\"56\">{Plain(series[i].Name)}</text>\n");
            x += 44 + (7.2 * series[i].Name.Length);
        }
    }

    private static string Point(PictureScale across, PictureScale up, double x, double y)
    {
        // Clamps far outside the picture, which keeps the numbers short.
        double place = Math.Clamp(up.Place(y), -Height, 2 * Height);
        return Invariant($"{across.Place(x):0.##},{place:0.##}");
    }

    private static string Tick(double value, bool isShare) =>
        isShare ? Invariant($"{value * 100:0.####} %") : Invariant($"{value:#,0.######}");

    private static string Plain(string text) => SecurityElement.Escape(text)!;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The texts of a picture.</summary>
/// <param name="Title">The title, above the picture.</param>
/// <param name="Across">The label of the horizontal axis.</param>
/// <param name="Up">The label of the vertical axis.</param>
/// <param name="IsShare">Whether the vertical values are shares (0 to 1), shown in percent.</param>
internal sealed record PictureText(string Title, string Across, string Up, bool IsShare);
