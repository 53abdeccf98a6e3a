using System.Globalization;
using System.Net;
using System.Text;

namespace Personalization.Benchmarks.Reports;

/// <summary>A line plot as SVG.</summary>
/// <param name="title">The title above the plot.</param>
/// <param name="bottom">The label of the horizontal axis.</param>
/// <param name="left">The label of the vertical axis.</param>
internal sealed class SvgPlot(string title, string bottom, string left)
{
    private const int Width = 900;
    private const int Height = 420;
    private const int Left = 80;
    private const int Right = 20;
    private const int Top = 60;
    private const int Bottom = 50;
    private const int Ticks = 6;
    private static readonly string[] Colors = ["#1f77b4", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#7f7f7f"];

    private readonly List<Line> _lines = [];
    private readonly List<(double X, double Y, string Text, string Color)> _notes = [];
    private (double From, double To)? _shade;
    private (string Text, double At)[]? _bottomTicks;

    /// <summary>Gets whether the vertical axis is logarithmic; values must then be above 0.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Gets whether the vertical axis starts at 0.</summary>
    public bool FromZero { get; init; } = true;

    /// <summary>Gets the color of the series with a number from 0.</summary>
    public static string ColorOf(int series) => Colors[series % Colors.Length];

    /// <summary>Draws several plots below one another as one SVG document.</summary>
    public static string Stack(params IReadOnlyList<SvgPlot> plots)
    {
        StringBuilder text = new();
        text.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height * plots.Count}\" ");
        text.Append(
            "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (int i = 0; i < plots.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate(0,{i * Height})\">\n");
            plots[i].Draw(text);
            text.Append("</g>\n");
        }

        return text.Append("</svg>\n").ToString();
    }

    /// <summary>Adds a line. It omits points that are not finite, or not above 0 on a logarithmic axis.</summary>
    /// <param name="name">The name in the legend; null for none.</param>
    /// <param name="points">The points from left to right.</param>
    /// <param name="color">The color of the line, see <see cref="ColorOf"/>.</param>
    /// <param name="dashes">An SVG dash pattern; null for a solid line.</param>
    public SvgPlot Add(string? name, IEnumerable<(double X, double Y)> points, string color, string? dashes = null)
    {
        (double X, double Y)[] drawn =
            [.. points.Where(
                point => double.IsFinite(point.X) && double.IsFinite(point.Y) && (point.Y > 0 || !IsLogarithmic))];
        if (drawn.Length > 0)
        {
            _lines.Add(new Line(name, [.. drawn.Select(point => (point.X, Scale(point.Y)))], color, dashes));
        }

        return this;
    }

    /// <summary>Adds text at a position in data coordinates.</summary>
    public SvgPlot Note(double x, double y, string text, string color)
    {
        _notes.Add((x, Scale(y), text, color));
        return this;
    }

    /// <summary>Shades a range of the horizontal axis.</summary>
    public SvgPlot Shade(double from, double to)
    {
        _shade = (from, to);
        return this;
    }

    /// <summary>Replaces the ticks of the horizontal axis.</summary>
    public SvgPlot BottomTicks(params (string Text, double At)[] ticks)
    {
        _bottomTicks = ticks;
        return this;
    }

    private double Scale(double value) => IsLogarithmic ? Math.Log10(value) : value;

    private void Draw(StringBuilder text)
    {
        Frame frame = FrameOf();
        WriteText(text, Width / 2, 20, title, "middle", "black", 15);
        WriteText(text, Width / 2, Height - 8, bottom, "middle", "black");
        text.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate(16,{Height / 2}) rotate(-90)\">");
        WriteText(text, 0, 0, left, "middle", "black");
        text.Append("</g>\n");
        if (_shade is { } shade)
        {
            double from = frame.X(Math.Max(shade.From, frame.FromX));
            double to = frame.X(Math.Min(shade.To, frame.ToX));
            text.Append(
                CultureInfo.InvariantCulture,
                $"<rect x=\"{from:0.#}\" y=\"{Top}\" width=\"{Math.Max(0, to - from):0.#}\" "
                    + $"height=\"{Height - Top - Bottom}\" ");
            text.Append("fill=\"#d62728\" fill-opacity=\"0.06\"/>\n");
        }

        DrawTicks(text, frame);
        DrawLines(text, frame);
        foreach ((double x, double y, string note, string color) in _notes)
        {
            WriteText(text, frame.X(x), frame.Y(y), note, "start", color);
        }
    }

    private Frame FrameOf()
    {
        double[] x = [.. _lines.SelectMany(line => line.Points.Select(point => point.X)).DefaultIfEmpty()];
        double[] y = [.. _lines.SelectMany(line => line.Points.Select(point => point.Y)).DefaultIfEmpty()];
        double lowest = FromZero && !IsLogarithmic ? Math.Min(0, y.Min()) : y.Min();
        double highest = y.Max() > lowest ? y.Max() : lowest + 1;
        double margin = (highest - lowest) * 0.08;
        double below = lowest == 0 ? 0 : lowest - margin;
        return new Frame(x.Min(), x.Max() > x.Min() ? x.Max() : x.Min() + 1, below, highest + margin);
    }

    private void DrawTicks(StringBuilder text, Frame frame)
    {
        for (int i = 0; i <= Ticks; i++)
        {
            double y = frame.FromY + ((frame.ToY - frame.FromY) * i / Ticks);
            string value = (IsLogarithmic ? Math.Pow(10, y) : y).ToString("0.####", CultureInfo.InvariantCulture);
            text.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"M{Left} {frame.Y(y):0.#}H{Width - Right}\" stroke=\"#ddd\"/>\n");
            WriteText(text, Left - 6, frame.Y(y) + 4, value, "end", "black");
        }

        (string Text, double At)[] ticks = _bottomTicks ?? [.. Enumerable.Range(0, Ticks + 1).Select(i =>
        {
            double x = frame.FromX + ((frame.ToX - frame.FromX) * i / Ticks);
            return (x.ToString("0.##", CultureInfo.InvariantCulture), x);
        })];
        foreach ((string name, double x) in ticks.Where(tick => tick.At >= frame.FromX && tick.At <= frame.ToX))
        {
            WriteText(text, frame.X(x), Height - Bottom + 18, name, "middle", "black");
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"<path d=\"M{Left} {Top}V{Height - Bottom}H{Width - Right}\" fill=\"none\" stroke=\"black\"/>\n");
    }

    private void DrawLines(StringBuilder text, Frame frame)
    {
        double legend = Left + 10;
        foreach (Line line in _lines)
        {
            IEnumerable<string> points = line.Points.Select(point =>
                string.Create(CultureInfo.InvariantCulture, $"{frame.X(point.X):0.#},{frame.Y(point.Y):0.#}"));
            string dashes = line.Dashes is null ? string.Empty : $" stroke-dasharray=\"{line.Dashes}\"";
            text.Append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
                .Append(line.Color)
                .Append('"')
                .Append(dashes);
            text.Append(" points=\"").AppendJoin(' ', points).Append("\"/>\n");
            if (line.Name is not null)
            {
                WriteText(text, legend, Top - 14, line.Name, "start", line.Color);
                legend += (7 * line.Name.Length) + 18;
            }
        }
    }

    private static void WriteText(
        StringBuilder text, double x, double y, string content, string anchor, string color, int size = 12)
    {
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" ");
        text.Append(
            CultureInfo.InvariantCulture,
            $"fill=\"{color}\" font-size=\"{size}\">{WebUtility.HtmlEncode(content)}</text>\n");
    }

    /// <summary>A line in axis coordinates.</summary>
    private sealed record Line(string? Name, (double X, double Y)[] Points, string Color, string? Dashes);

    /// <summary>Maps axis coordinates to positions in the picture, pixels.</summary>
    private readonly record struct Frame(double FromX, double ToX, double FromY, double ToY)
    {
        public double X(double value) => Left + ((value - FromX) / (ToX - FromX) * (Width - Left - Right));

        public double Y(double value) => Height - Bottom - ((value - FromY) / (ToY - FromY) * (Height - Top - Bottom));
    }
}
