using System.Text.RegularExpressions;

namespace Personalization.Tests.Architecture;

/// <summary>The house's style, where the compiler does not watch it.</summary>
public sealed class StyleTests
{
    private const int LongestFunction = 70;

    private static readonly string[] BannedFolders =
        ["Common", "Util", "Utils", "Utilities", "Helper", "Helpers", "Logics", "Manager", "Managers", "Misc"];

    private static readonly string[] Typeless = ["Program.cs", "AssemblyInfo.cs", "GlobalUsings.cs"];

    [Fact]
    public void A_file_declares_one_type_and_bears_its_name() =>
        AssertNone(CodeFile.Product.SelectMany(TypesOutOfPlace));

    [Fact]
    public void Classes_are_sealed_static_or_abstract() =>
        AssertNone(CodeFile.Product.SelectMany(OpenClasses));

    [Fact]
    public void No_function_is_longer_than_70_lines() =>
        AssertNone(CodeFile.All.SelectMany(LongFunctions));

    [Fact]
    public void No_folder_is_a_grab_bag() =>
        AssertNone(CodeFile.All.SelectMany(file => GrabBags(file.Name)).Distinct());

    [Fact]
    public void No_warning_is_silenced_by_pragma() =>
        AssertNone(CodeFile.All.SelectMany(file => Pragmas(file.Name, file.Text)));

    [Fact]
    public void The_scan_sees_the_functions_and_types_of_this_repository()
    {
        IReadOnlyList<CodeFile> files = CodeFile.Product;

        Assert.True(files.Count > 60, $"{files.Count} files");
        Assert.All(files.Where(file => !Typeless.Contains(Path.GetFileName(file.Name))), file =>
            Assert.True(file.Types.Any(), $"{file.Name}: no type found"));
        Assert.True(files.Sum(file => file.Functions.Count()) > 3 * files.Count / 2);
    }

    [Theory]
    [InlineData("namespace A; class One; class Two;", "One.cs", 1)]
    [InlineData("namespace A; public sealed record One(int X); enum Two { A }", "One.cs", 0)]
    [InlineData("namespace A; class Two;", "One.cs", 1)]
    [InlineData("namespace A; class One { class Two; enum Three { A } }", "One.cs", 0)]
    [InlineData("namespace A; class One<T> where T : class { string S = \"} class Two {\"; }", "One.cs", 0)]
    [InlineData("namespace A; partial class One;", "One.Log.cs", 0)]
    [InlineData(
        "namespace A; abstract record One; sealed record Two : One; sealed record Three(int X) : One;", "One.cs", 0)]
    [InlineData(
        "namespace A; sealed record One(Two T) { int F() { return 1; } } sealed record Two(int X) { int G() => 1; }",
        "One.cs",
        0)]
    [InlineData(
        "namespace A; sealed record One(Two T); sealed record Two(int X) { int F() { return 1; } }", "One.cs", 1)]
    [InlineData("namespace A; abstract record One; record Two : One;", "One.cs", 1)]
    [InlineData("namespace A; abstract record One; sealed class Two;", "One.cs", 1)]
    [InlineData("namespace A; sealed record One; sealed record Two;", "Three.cs", 1)]
    public void A_second_or_misnamed_type_is_found(string text, string file, int found) =>
        Assert.Equal(found, TypesOutOfPlace(CodeFile.Of(text, file)).Count());

    [Theory]
    [InlineData("namespace A; public class Open;", 1)]
    [InlineData("namespace A; [Some(1)] public partial record Open(int X);", 1)]
    [InlineData("namespace A; public sealed class Shut { private class Open { } }", 1)]
    [InlineData("namespace A; static class S; abstract class B; sealed record R; record struct V(int X); struct T; "
        + "interface I;", 0)]
    [InlineData("namespace A; static class S { void F() { foreach (var record in x) { } record with { }; } }", 0)]
    public void An_open_class_is_found(string text, int found) =>
        Assert.Equal(found, OpenClasses(CodeFile.Of(text)).Count());

    [Theory]
    [InlineData(70, 0)]
    [InlineData(71, 1)]
    public void A_long_function_is_found(int lines, int found)
    {
        string body = string.Concat(Enumerable.Repeat("        F($\"{(1 + 1)} }}\");\n", lines - 3));
        string text = $"namespace A;\nsealed class C\n{{\n    [X]\n    private int _a = 1;\n\n    public int G(int a = "
            + $"1)\n    {{\n{body}    }}\n}}\n";
        string arrow =
            $"namespace A;\nsealed class C\n{{\n    public int G(int a) => a switch\n    {{\n{body}    }};\n}}\n";

        Assert.Equal(found, LongFunctions(CodeFile.Of(text)).Count());
        Assert.Equal(found, LongFunctions(CodeFile.Of(arrow)).Count());
        Assert.Equal(lines, CodeFile.Of(text).Functions.Single(function => function.Name == "G").Lines);
    }

    [Fact]
    public void Tables_of_data_are_no_functions()
    {
        string rows = string.Concat(Enumerable.Repeat("        new(1, \"{\"),\n", 100));
        string text = $"namespace A;\nclass C\n{{\n    static readonly R[] A =\n    [\n{rows}    ];\n    static R[] B "
            + $"{{ get; }} =\n    [\n{rows}    ];\n    void F() {{ }}\n}}";

        Assert.Empty(LongFunctions(CodeFile.Of(text)));
        Assert.Contains(CodeFile.Of(text).Functions, function => function.Name == "F");
    }

    [Theory]
    [InlineData("src/A/Utils/X.cs", 1)]
    [InlineData("src/Helpers/Common/X.cs", 2)]
    [InlineData("src/A/Managers.cs", 0)]
    public void A_grab_bag_is_found(string file, int found) => Assert.Equal(found, GrabBags(file).Count());

    [Theory]
    [InlineData("a\n  #pragma warning disable CA1\n", 1)]
    [InlineData("a // #pragma warning disable CA1\n", 0)]
    public void A_pragma_is_found(string text, int found) => Assert.Equal(found, Pragmas("x.cs", text).Count());

    private static IEnumerable<string> TypesOutOfPlace(CodeFile file)
    {
        TypeDeclaration[] types = [.. file.Types.Where(type => type.TopLevel)];
        string name = Path.GetFileName(file.Name).Split('.')[0];
        return types.Length > 1 && !IsFamily(types)
            ? [$"{file.Name}: declares {string.Join(", ", types.Select(type => type.Name))}"]
            : types.Length > 0 && types[0].Name != name ? [$"{file.Name}: declares {types[0].Name}"] : [];
    }

    /// <summary>
    /// A closed family shares a file that bears the name of its first type. The other types have no behavior.
    /// </summary>
    private static bool IsFamily(TypeDeclaration[] types) =>
        types.All(type => type.IsClosedOrAbstract)
        && types.Skip(1).All(type => type.IsCompanion && !type.HasBehaviour);

    private static IEnumerable<string> OpenClasses(CodeFile file) =>
        file.Types.Where(type => !type.IsClosedOrAbstract).Select(type => $"{file.Name}: {type.Name} is open");

    private static IEnumerable<string> LongFunctions(CodeFile file) =>
        file.Functions.Where(function => function.Lines > LongestFunction)
            .Select(function => $"{file.Name}:{function.Line}: {function.Name} has {function.Lines} lines");

    private static IEnumerable<string> GrabBags(string file) =>
        file.Split('/')[..^1]
            .Where(folder => BannedFolders.Contains(folder, StringComparer.OrdinalIgnoreCase))
            .Select(folder => $"{file}: folder {folder}");

    private static IEnumerable<string> Pragmas(string file, string text) =>
        Regex.Matches(text, @"^\s*#\s*pragma\s+warning\s+disable.*$", RegexOptions.Multiline).Select(
            match => $"{file}: {match.Value.Trim()}");

    private static void AssertNone(IEnumerable<string> violations) =>
        Assert.True(!violations.Any(), string.Join('\n', violations));
}
