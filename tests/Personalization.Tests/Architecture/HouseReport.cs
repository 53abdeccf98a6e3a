using System.Globalization;
using Personalization.Testing;

namespace Personalization.Tests.Architecture;

/// <summary>The sizes, cycles and words of the code base in figures.</summary>
internal static class HouseReport
{
    /// <summary>A row per project, then the cycles of each, then how often each banned word is used.</summary>
    public static IEnumerable<string> Lines() =>
        Projects().Concat(ProjectCode.All.SelectMany(project => Cycles(project.Name))).Concat(Words()).Concat(Totals());

    private static IEnumerable<string> Projects()
    {
        yield return "project | files | lines p50/p90/max | functions > 70 | lines > 120 | folders in cycles | files < "
            + "400 bytes | tuple constructors";
        foreach (string file in Repository.ProjectFiles())
        {
            string folder = Path.GetDirectoryName(Repository.Name(file))! + "/";
            CodeFile[] files =
                [.. CodeFile.All.Where(
                    code => code.Name.StartsWith(folder, StringComparison.Ordinal)).OrderBy(code => code.Lines)];
            int[] lines = [.. files.Select(code => code.Lines)];
            string name = Path.GetFileNameWithoutExtension(file);
            string cycles = FolderGraph.All.TryGetValue(name, out FolderGraph? graph)
                ? graph.Cycles.Sum(cycle => cycle.Length).ToString(CultureInfo.InvariantCulture)
                : "-";
            yield return $"{name} | {files.Length} | "
                + $"{FileSizeTests.Percentile(lines, 50)}/{FileSizeTests.Percentile(lines, 90)}"
                + $"/{lines[^1]} | {files.Sum(code => code.Functions.Count(function => function.Lines > 70))}"
                + $" | {files.Sum(code => LineWidthTests.WideLinesOf(code).Count())} | {cycles}"
                + $" | {FileSizeTests.TinyFiles(files).Count()} | {FileSizeTests.TupleConstructors(files).Count()}";
        }
    }

    private static IEnumerable<string> Cycles(string project)
    {
        FolderGraph graph = FolderGraph.All[project];
        foreach (string[] cycle in graph.Cycles)
        {
            yield return $"{project}: {cycle.Length} folders reach each other: {string.Join(", ", cycle)}";
            foreach (FolderEdge edge in graph.Between(cycle).OrderBy(edge => edge.Uses.Count))
            {
                yield return edge.ToString();
            }
        }
    }

    private static IEnumerable<string> Words() =>
        BannedWordTests.Counts().Select(use => $"{use.Word}: {use.Count}");

    private static IEnumerable<string> Totals() =>
    [
        $"total WideLines: {LineWidthTests.WideLines().Count()}",
        $"total TinyFiles: {FileSizeTests.TinyFiles(CodeFile.Product).Count()}",
        $"total TupleConstructors: {FileSizeTests.TupleConstructors(CodeFile.All).Count()}",
        $"total SummariesWithoutSubject: {CodeFile.All.SelectMany(BannedWordTests.SummariesWithoutSubject).Count()}",
    ];
}
