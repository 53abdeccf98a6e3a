using System.Text.RegularExpressions;

namespace Personalization.Tests.Architecture;

/// <summary>Lines fit a screen beside another one.</summary>
public sealed partial class LineWidthTests
{
    private const int WidestLine = 120;
    private const int MostNamed = 30;

    [Fact]
    public void No_line_is_wider_than_120_columns()
    {
        string[] found = [.. WideLines()];

        Assert.True(
            found.Length == 0,
            $"{found.Length} lines are wider than {WidestLine} columns:\n"
                + string.Join('\n', found.Take(MostNamed)));
    }

    [Theory]
    [InlineData(120, "x", 0)]
    [InlineData(121, "x", 1)]
    [InlineData(121, "// see https://example.org/", 0)]
    [InlineData(121, "f(\"https://example.org/\"); //", 1)]
    [InlineData(121, "/// <remarks>See http://example.org/", 0)]
    public void A_wide_line_is_found_unless_an_address_in_a_comment_makes_it_wide(int width, string start, int found) =>
        Assert.Equal(found, WideLinesOf(CodeFile.Of($"a\n{start.PadRight(width, 'x')}\n")).Count());

    [Fact]
    public void A_comment_that_is_too_wide_without_its_address_is_found() =>
        Assert.Equal(
            ["x.cs:1"], WideLinesOf(CodeFile.Of($"// https://example.org {new string('x', WidestLine)}")));

    /// <summary>All lines that are too wide, as file and line.</summary>
    internal static IEnumerable<string> WideLines() => CodeFile.All.SelectMany(WideLinesOf);

    internal static IEnumerable<string> WideLinesOf(CodeFile file) =>
        file.Text.Split('\n').Index()
            .Where(line => line.Item.Length > WidestLine && WithoutAddress(line.Item).Length > WidestLine)
            .Select(line => $"{file.Name}:{line.Index + 1}");

    private static string WithoutAddress(string line) =>
        line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? Address().Replace(line, string.Empty) : line;

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();
}
