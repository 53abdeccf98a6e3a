using System.Text.RegularExpressions;
using Personalization.Testing;

namespace Personalization.Tests.Architecture;

/// <summary>The house's style, where the compiler does not watch it.</summary>
public sealed class StyleTests
{
    private const int LongestFunction = 70;
    private const int LongestFile = 400;
    private const int LongestOfNineInTen = 150;

    private static readonly string[] BannedFolders = ["Common", "Util", "Utils", "Utilities", "Helper", "Helpers", "Logics", "Manager", "Managers", "Misc"];

    [Fact]
    public void A_file_declares_one_type_and_bears_its_name() =>
        AssertNone(Repository.ProductFiles().SelectMany(file => TypesOutOfPlace(file, File.ReadAllText(file))));

    [Fact]
    public void Classes_are_sealed_static_or_abstract() =>
        AssertNone(Repository.ProductFiles().SelectMany(file => OpenClasses(file, File.ReadAllText(file))));

    [Fact]
    public void No_function_is_longer_than_70_lines() =>
        AssertNone(Repository.ProductFiles().SelectMany(file => LongFunctions(file, File.ReadAllText(file))));

    [Fact]
    public void Nine_files_in_ten_have_under_150_lines_and_none_over_400()
    {
        int[] lengths = [.. Repository.ProductFiles().Select(Length).Order()];

        Assert.True(Percentile90(lengths) < LongestOfNineInTen, $"nine in ten have up to {Percentile90(lengths)} lines");
        AssertNone(Repository.AllFiles().Where(file => Length(file) > LongestFile).Select(file => $"{Repository.Name(file)} has {Length(file)} lines"));
    }

    [Fact]
    public void No_folder_is_a_grab_bag() =>
        AssertNone(Repository.AllFiles().SelectMany(file => GrabBags(Repository.Name(file))).Distinct());

    [Fact]
    public void No_warning_is_silenced_by_pragma() =>
        AssertNone(Repository.AllFiles().SelectMany(file => Pragmas(file, File.ReadAllText(file))));

    [Fact]
    public void The_scan_sees_the_functions_and_types_of_this_repository()
    {
        IReadOnlyList<string> files = Repository.ProductFiles();

        Assert.True(files.Count > 60, $"{files.Count} files");
        Assert.All(files.Where(file => Path.GetFileName(file) is not ("Program.cs" or "AssemblyInfo.cs" or "GlobalUsings.cs")), file =>
            Assert.True(TypeDeclaration.In(File.ReadAllText(file)).Count > 0, $"{Repository.Name(file)}: no type found"));
        Assert.True(files.Sum(file => FunctionScanner.In(File.ReadAllText(file)).Count) > 3 * files.Count / 2);
    }

    [Theory]
    [InlineData("namespace A; class One; class Two;", "One.cs", 1)]
    [InlineData("namespace A; public sealed record One(int X); enum Two { A }", "One.cs", 1)]
    [InlineData("namespace A; class Two;", "One.cs", 1)]
    [InlineData("namespace A; class One { class Two; enum Three { A } }", "One.cs", 0)]
    [InlineData("namespace A; class One<T> where T : class { string S = \"} class Two {\"; }", "One.cs", 0)]
    [InlineData("namespace A; partial class One;", "One.Log.cs", 0)]
    public void A_second_or_misnamed_type_is_found(string text, string file, int found) => Assert.Equal(found, TypesOutOfPlace(file, text).Count());

    [Theory]
    [InlineData("namespace A; public class Open;", 1)]
    [InlineData("namespace A; [Some(1)] public partial record Open(int X);", 1)]
    [InlineData("namespace A; public sealed class Shut { private class Open { } }", 1)]
    [InlineData("namespace A; static class S; abstract class B; sealed record R; record struct V(int X); struct T; interface I;", 0)]
    [InlineData("namespace A; static class S { void F() { foreach (var record in x) { } record with { }; } }", 0)]
    public void An_open_class_is_found(string text, int found) => Assert.Equal(found, OpenClasses("x.cs", text).Count());

    [Theory]
    [InlineData(70, 0)]
    [InlineData(71, 1)]
    public void A_long_function_is_found(int lines, int found)
    {
        string body = string.Concat(Enumerable.Repeat("        F($\"{(1 + 1)} }}\");\n", lines - 3));
        string text = $"namespace A;\nsealed class C\n{{\n    [X]\n    private int _a = 1;\n\n    public int G(int a = 1)\n    {{\n{body}    }}\n}}\n";
        string arrow = $"namespace A;\nsealed class C\n{{\n    public int G(int a) => a switch\n    {{\n{body}    }};\n}}\n";

        Assert.Equal(found, LongFunctions("x.cs", text).Count());
        Assert.Equal(found, LongFunctions("x.cs", arrow).Count());
        Assert.Equal(lines, FunctionScanner.In(text).Single(function => function.Name == "G").Lines);
    }

    [Fact]
    public void Tables_of_data_are_no_functions()
    {
        string rows = string.Concat(Enumerable.Repeat("        new(1, \"{\"),\n", 100));
        string text = $"namespace A;\nclass C\n{{\n    static readonly R[] A =\n    [\n{rows}    ];\n    static R[] B {{ get; }} =\n    [\n{rows}    ];\n    void F() {{ }}\n}}";

        Assert.Empty(LongFunctions("x.cs", text));
        Assert.Contains(FunctionScanner.In(text), function => function.Name == "F");
    }

    [Fact]
    public void Percentiles_are_read_right() => Assert.Equal(90, Percentile90([.. Enumerable.Range(1, 100)]));

    [Theory]
    [InlineData("src/A/Utils/X.cs", 1)]
    [InlineData("src/Helpers/Common/X.cs", 2)]
    [InlineData("src/A/Managers.cs", 0)]
    public void A_grab_bag_is_found(string file, int found) => Assert.Equal(found, GrabBags(file).Count());

    [Theory]
    [InlineData("a\n  #pragma warning disable CA1\n", 1)]
    [InlineData("a // #pragma warning disable CA1\n", 0)]
    public void A_pragma_is_found(string text, int found) => Assert.Equal(found, Pragmas("x.cs", text).Count());

    private static IEnumerable<string> TypesOutOfPlace(string file, string text)
    {
        string[] types = [.. TypeDeclaration.In(text).Where(type => type.TopLevel).Select(type => type.Name)];
        string name = Path.GetFileName(file).Split('.')[0];
        return types.Length > 1 ? [$"{file}: declares {string.Join(", ", types)}"]
            : types.Length == 1 && types[0] != name ? [$"{file}: declares {types[0]}"]
            : [];
    }

    private static IEnumerable<string> OpenClasses(string file, string text) =>
        TypeDeclaration.In(text).Where(type => !type.IsClosedOrAbstract).Select(type => $"{file}: {type.Name} is open");

    private static IEnumerable<string> LongFunctions(string file, string text) =>
        FunctionScanner.In(text).Where(function => function.Lines > LongestFunction).Select(function => $"{file}:{function.Line}: {function.Name} has {function.Lines} lines");

    private static IEnumerable<string> GrabBags(string file) =>
        file.Split('/')[..^1].Where(folder => BannedFolders.Contains(folder, StringComparer.OrdinalIgnoreCase)).Select(folder => $"{file}: folder {folder}");

    private static IEnumerable<string> Pragmas(string file, string text) =>
        Regex.Matches(text, @"^\s*#\s*pragma\s+warning\s+disable.*$", RegexOptions.Multiline).Select(match => $"{file}: {match.Value.Trim()}");

    private static int Length(string file) => File.ReadLines(file).Count();

    private static int Percentile90(int[] ordered) => ordered[(int)Math.Ceiling(0.9 * ordered.Length) - 1];

    private static void AssertNone(IEnumerable<string> violations) =>
        Assert.True(!violations.Any(), string.Join('\n', violations.Select(violation => violation.Replace(Repository.Root, string.Empty, StringComparison.Ordinal))));
}
