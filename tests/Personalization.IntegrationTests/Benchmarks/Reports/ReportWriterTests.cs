using Personalization.Benchmarks.Reports;
using Personalization.IntegrationTests.Benchmarks.Quality;

namespace Personalization.IntegrationTests.Benchmarks.Reports;

public sealed class ReportWriterTests
{
    private static readonly RunFacts Facts = new("a machine", "abc1234", "dotnet run -- http", "2026-11-30");
    private static readonly Report Whole = new("http", "Rates over HTTP", "| a |\n") { Limits = ["One seed."] };

    [Fact]
    public void A_page_holds_command_commit_date_machine_table_and_limits() => Assert.Equal(
        """
        # Rates over HTTP

        - Command: `dotnet run -- http`
        - Commit: abc1234
        - Date: 2026-11-30
        - Machine: a machine

        | a |

        Limits:

        - One seed.

        """,
        ReportWriter.Page(Whole, Facts), ignoreLineEndingDifferences: true);

    [Fact]
    public async Task A_new_run_replaces_the_page()
    {
        using DataFolder folder = new();
        await ReportWriter.PublishAsync(Whole with { Body = "old figures" }, Facts, folder.Name);
        await ReportWriter.PublishAsync(Whole with { Picture = "<svg/>" }, Facts, folder.Name);
        string page = await File.ReadAllTextAsync(
            Path.Combine(folder.Name, "http.md"), TestContext.Current.CancellationToken);

        Assert.DoesNotContain("old figures", page, StringComparison.Ordinal);
        Assert.Contains("![Plot of the figures](http.svg)", page, StringComparison.Ordinal);
        Assert.Equal(
            "<svg/>",
            await File.ReadAllTextAsync(Path.Combine(folder.Name, "http.svg"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_run_with_a_section_replaces_its_section_only()
    {
        using DataFolder folder = new();
        Report first = Whole with { Section = "one", Body = "first" };
        await ReportWriter.PublishAsync(first, Facts, folder.Name);
        await ReportWriter.PublishAsync(first with { Section = "two", Body = "second" }, Facts, folder.Name);
        await ReportWriter.PublishAsync(first with { Body = "third" }, Facts, folder.Name);
        string page = await File.ReadAllTextAsync(
            Path.Combine(folder.Name, "http.md"), TestContext.Current.CancellationToken);

        Assert.DoesNotContain("first", page, StringComparison.Ordinal);
        Assert.Equal(["# Rates over HTTP", "## one", "## two"], page.Split('\n').Where(line => line.StartsWith('#')));
        Assert.True(page.IndexOf("third", StringComparison.Ordinal) < page.IndexOf("second", StringComparison.Ordinal));
    }

    [Fact]
    public void The_command_leaves_out_the_output_path() => Assert.Equal(
        "dotnet run -c Release --project tests/Personalization.Benchmarks -- http --rounds 3 --data \"a b\"",
        RunFacts.CommandOf(
            ["http", "--json", "x.json", "--rounds", "3", "--publish", "--data", "a b", "--markdown", "y.md"]));

    [Fact]
    public void A_plot_is_well_formed_and_leaves_out_undrawable_points()
    {
        SvgPlot plot = new("a & b", "x", "y") { IsLogarithmic = true };
        plot.Add("line", [(0, 1), (1, 0), (2, double.NaN), (3, 100)], SvgPlot.ColorOf(0))
            .Shade(1, 2)
            .Note(1, 10, "<here>", "red");
        System.Xml.Linq.XDocument picture = System.Xml.Linq.XDocument.Parse(
            SvgPlot.Stack(plot, new SvgPlot("empty", "x", "y")));

        string points = picture.Descendants()
            .Single(element => element.Name.LocalName == "polyline")
            .Attribute("points")!.Value;
        Assert.Equal(2, points.Split(' ').Length);
        Assert.Contains(picture.Descendants(), element => element.Value == "<here>");
    }
}
