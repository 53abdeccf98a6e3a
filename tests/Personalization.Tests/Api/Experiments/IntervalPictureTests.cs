using System.Xml.Linq;
using Personalization.Abstractions.Experiments;
using Personalization.Client.Api.Experiments;

namespace Personalization.Tests.Api.Experiments;

public sealed class IntervalPictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Every_arm_has_a_line_through_its_looks_and_a_band_where_it_has_intervals()
    {
        XElement picture = Render(new("one", [.. Enumerable.Range(0, 20).Select(i => new IntervalPoint(
            i, 1, i < 5 ? null : new Interval(1 - (1.0 / i), 1 + (1.0 / i))))]), new("two", [new(3, -1, null)]));

        Assert.Equal([20, 1], picture.Elements(Svg + "polyline").Select(line => Points(line).Length));
        Assert.Equal([30], picture.Elements(Svg + "polygon").Select(band => Points(band).Length));
        Assert.Contains(picture.Elements(Svg + "text"), text => text.Value == "two");
    }

    [Fact]
    public void Places_grow_with_values_and_the_band_lies_around_the_line()
    {
        XElement picture = Render(
            new IntervalSeries("arm", [new(0, 1, new Interval(0, 3)), new(10, 2, new Interval(1, 3))]));
        (double X, double Y)[] line = Points(picture.Element(Svg + "polyline")!);
        (double X, double Y)[] band = Points(picture.Element(Svg + "polygon")!);
        Assert.True(line[1].X > line[0].X && line[1].Y < line[0].Y);
        Assert.True(band[0].Y < line[0].Y && band[3].Y > line[0].Y);
        Assert.Equal(line[0].X, band[3].X);
    }

    [Fact]
    public void Names_from_outside_cannot_break_the_picture()
    {
        const string Hostile = "<script>alert('&\"')</script>";
        XElement picture = XElement.Parse(
            IntervalPicture.Render(new(Hostile, Hostile, Hostile, true), [new(Hostile, [new(0, 0, null)])]));
        Assert.Empty(picture.Descendants(Svg + "script"));
        Assert.Equal(4, picture.Elements(Svg + "text").Count(text => text.Value == Hostile));
    }

    [Fact]
    public void Nothing_and_sameness_can_be_drawn()
    {
        foreach (IntervalSeries[] series in new IntervalSeries[][]
        {
            [], [new("none", [])], [new("flat", [new(5, 0, new Interval(0, 0)), new(5, 0, null)])]
        })
        {
            string text = IntervalPicture.Render(new("t", "a", "u", false), [.. series]);
            _ = XElement.Parse(text);
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 90_189, new double[] { 0, 20_000, 40_000, 60_000, 80_000 })]
    [InlineData(-0.021, 0.011, new double[] { -0.02, -0.015, -0.01, -0.005, 0, 0.005, 0.01 })]
    [InlineData(3, 4, new double[] { 3, 3.2, 3.4, 3.6, 3.8, 4 })]
    public void Marks_are_few_and_round(double least, double most, double[] marks)
    {
        double[] ticks = [.. new PictureScale(least, most, 0, 100).Ticks()];
        Assert.Equal(marks.Length, ticks.Length);
        Assert.All(ticks.Zip(marks), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
        Assert.DoesNotContain(ticks, tick => tick == 0 && double.IsNegative(tick));
    }

    private static XElement Render(params IntervalSeries[] series) =>
        XElement.Parse(IntervalPicture.Render(new("title", "users", "difference", true), [.. series]));

    private static (double X, double Y)[] Points(XElement shape) =>
    [
        .. ((string)shape.Attribute("points")!).Split(' ').Select(point => point.Split(','))
            .Select(point => (
                double.Parse(point[0], System.Globalization.CultureInfo.InvariantCulture),
                double.Parse(point[1], System.Globalization.CultureInfo.InvariantCulture))),
    ];
}
