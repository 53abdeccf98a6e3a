using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Personalization.Tests.Architecture;

/// <summary>Files and constructors small enough to read at once.</summary>
public sealed class FileSizeTests
{
    private const int LongestFile = 400;
    private const int LongestOfNineInTen = 150;
    private const int SmallestFile = 400;
    private const int MostAssignedAtOnce = 2;

    [Fact]
    public void Nine_files_in_ten_have_under_150_lines_and_none_over_400()
    {
        int[] product = [.. CodeFile.Product.Select(file => file.Lines).Order()];

        Assert.True(Percentile(product, 90) < LongestOfNineInTen, $"p90 is {Percentile(product, 90)} lines");
        Assert.Empty(CodeFile.All.Where(file => file.Lines > LongestFile)
            .Select(file => $"{file.Name} has {file.Lines} lines"));
    }

    [Fact]
    public void No_file_of_the_product_is_tiny() => Assert.Empty(TinyFiles(CodeFile.Product));

    [Fact]
    public void No_constructor_assigns_more_than_two_fields_at_once() =>
        Assert.Empty(TupleConstructors(CodeFile.All));

    [Fact]
    public void Percentiles_are_read_right() => Assert.Equal(90, Percentile([.. Enumerable.Range(1, 100)], 90));

    [Theory]
    [InlineData(400, 0)]
    [InlineData(399, 1)]
    public void A_tiny_file_is_found(int length, int found) =>
        Assert.Equal(found, TinyFiles([CodeFile.Of(new string(' ', length))]).Count());

    [Theory]
    [InlineData("class C { C(int a, int b, int c) => (_a, _b, _c) = (a, b, c); }", 1)]
    [InlineData("class C { C(int a, int b, int c) { (_a, _b, _c) = (a, b, c); } }", 1)]
    [InlineData("class C { C(int a, int b) => (_a, _b) = (a, b); }", 0)]
    [InlineData("class C { void F() => (_a, _b, _c) = (a, b, c); }", 0)]
    [InlineData("class C { C() { (var a, var b, var c) = F(); (int x, int y, int z) = F(); } }", 0)]
    public void A_constructor_that_assigns_a_tuple_is_found(string text, int found) =>
        Assert.Equal(found, TupleConstructors([CodeFile.Of(text)]).Count());

    /// <summary>The value that a percentage of an ordered list does not exceed.</summary>
    internal static int Percentile(int[] ordered, int percent) =>
        ordered[(int)Math.Ceiling(percent / 100.0 * ordered.Length) - 1];

    internal static IEnumerable<string> TinyFiles(IEnumerable<CodeFile> files) =>
        files.Where(file => file.Bytes < SmallestFile)
            .Where(file => !file.Name.EndsWith("/Program.cs", StringComparison.Ordinal))
            .Select(file => $"{file.Name}: {file.Bytes} bytes");

    internal static IEnumerable<string> TupleConstructors(IEnumerable<CodeFile> files) =>
        files.SelectMany(file => file.Root.DescendantNodes().OfType<ConstructorDeclarationSyntax>()
            .SelectMany(constructor => constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>())
            .Where(assignment =>
                assignment.Left is TupleExpressionSyntax { Arguments: { Count: > MostAssignedAtOnce } parts }
                    && parts.All(part => part.Expression is not DeclarationExpressionSyntax))
            .Select(assignment => $"{file.Name}:{file.LineOf(assignment.SpanStart)}"));
}
