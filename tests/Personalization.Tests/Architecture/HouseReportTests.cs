using Personalization.Testing;

namespace Personalization.Tests.Architecture;

/// <summary>Writes the report to <c>house-report.txt</c> in the folder for temporary files.</summary>
[Trait("Category", "Architecture")]
public sealed class HouseReportTests(ITestOutputHelper output)
{
    [Fact]
    public void The_report_has_a_row_for_every_project()
    {
        string[] lines = [.. HouseReport.Lines()];
        string file = Path.Combine(Path.GetTempPath(), "house-report.txt");
        File.WriteAllLines(file, lines);
        output.WriteLine($"The report is in {file}.");

        Assert.All(Repository.ProjectFiles().Select(project => Path.GetFileNameWithoutExtension(project)), project =>
            Assert.Contains(lines, line => line.StartsWith($"{project} | ", StringComparison.Ordinal)));
    }
}
