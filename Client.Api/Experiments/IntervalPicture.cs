using System.Collections.Immutable;
using System.Globalization;
using System.Security;
using System.Text;
using Personalization.Abstractions.Experiments;

namespace Personalization.Client.Api.Experiments;

/// <summary>
/// Draws intervals over looks as SVG: a band and a line an arm, and the line of no difference. Equal input gives equal
/// text.
/// </summary>
internal static class IntervalPicture
{
    private const double Width = 900;
    private const double Height = 460;
    private const double Left = 92;
    private const double Right = 24;
    private const double Top = 76;
    private const double Bottom = 64;

    // distinguishable without colour vision (Okabe and Ito)
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

    /// <summary>Draws the picture.</summary>
    public static string Render(PictureText words, ImmutableArray<IntervalSeries> series)
    {
        PictureScale across = Across(series);
        PictureScale up = Up(series);
        StringBuilder svg = new();
        _ = svg.Append(
            Invariant(
                $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\">\n"))
            .Append(
                Invariant(
                    $"<title>{Plain(words.Title)}</title>\n<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>\n"))
            .Append(
                Invariant(
                    $"<clipPath id=\"plot\"><rect x=\"{Left}\" y=\"{Top}\" width=\"{Width - Left - Right}\" height=\"{Height - Top - Bottom}\"/></clipPath>\n"));
        Axes(svg, words, across, up);
        for (int i = 0; i < series.Length; i++)
        {
            Series(svg, series[i], Colours[i % Colours.Length], across, up);
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
    /// The intervals of the first looks are so wide that they would press all others flat: what counts is shown, from a
    /// tenth of the way on, and the rest is cut off.
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
            string colour = Math.Abs(tick) < 1e-12 ? "#444444" : "#e4e4e4";
            _ = svg.Append(Invariant(
                $"<line x1=\"{Left}\" y1=\"{y:0.##}\" x2=\"{Width - Right}\" y2=\"{y:0.##}\" stroke=\"{colour}\"/>\n"))
                .Append(
                    Invariant(
                        $"<text x=\"{Left - 8}\" y=\"{y + 4:0.##}\" text-anchor=\"end\">{Tick(tick, words.IsShare)}</text>\n"));
        }

        foreach (double tick in across.Ticks())
        {
            _ = svg.Append(
                Invariant(
                    $"<text x=\"{across.Place(tick):0.##}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\">{tick:#,0.###}</text>\n"));
        }

        double middle = (Top + Height - Bottom) / 2;
        _ = svg.Append(Invariant(
            $"<text x=\"{Left}\" y=\"26\" font-size=\"16\" font-weight=\"bold\">{Plain(words.Title)}</text>\n"))
            .Append(
                Invariant(
                    $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 18}\" text-anchor=\"middle\">{Plain(words.Across)}</text>\n"))
            .Append(
                Invariant(
                    $"<text x=\"18\" y=\"{middle}\" text-anchor=\"middle\" transform=\"rotate(-90 18 {middle})\">{Plain(words.Up)}</text>\n"));
    }

    private static void Series(
        StringBuilder svg, IntervalSeries series, string colour, PictureScale across, PictureScale up)
    {
        IntervalPoint[] banded = [.. series.Points.Where(point => point.Interval is not null)];
        if (banded.Length > 0)
        {
            IEnumerable<string> upper = banded.Select(point => Point(across, up, point.At, point.Interval!.Value.High));
            IEnumerable<string> lower = banded.Reverse().Select(
                point => Point(across, up, point.At, point.Interval!.Value.Low));
            _ = svg.Append(
                Invariant(
                    $"<polygon clip-path=\"url(#plot)\" fill=\"{colour}\" fill-opacity=\"0.16\" stroke=\"{colour}\" stroke-opacity=\"0.45\" points=\""))
                .AppendJoin(' ', upper.Concat(lower)).Append("\"/>\n");
        }

        _ = svg.Append(Invariant(
            $"<polyline clip-path=\"url(#plot)\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\""))
            .AppendJoin(' ', series.Points.Select(point => Point(across, up, point.At, point.Estimate)))
            .Append("\"/>\n");
    }

    private static void Legend(StringBuilder svg, ImmutableArray<IntervalSeries> series)
    {
        double x = Left;
        for (int i = 0; i < series.Length; i++)
        {
            _ = svg.Append(Invariant(
                $"<rect x=\"{x:0.##}\" y=\"44\" width=\"14\" height=\"14\" fill=\"{Colours[i % Colours.Length]}\"/>\n"))
                .Append(Invariant($"<text x=\"{x + 20:0.##}\" y=\"56\">{Plain(series[i].Name)}</text>\n"));
            x += 44 + (7.2 * series[i].Name.Length);
        }
    }

    private static string Point(PictureScale across, PictureScale up, double x, double y)
    {
        // far outside is as good as further outside, and keeps the numbers short
        double place = Math.Clamp(up.Place(y), -Height, 2 * Height);
        return Invariant($"{across.Place(x):0.##},{place:0.##}");
    }

    private static string Tick(double value, bool isShare) =>
        isShare ? Invariant($"{value * 100:0.####} %") : Invariant($"{value:#,0.######}");

    private static string Plain(string text) => SecurityElement.Escape(text)!;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
