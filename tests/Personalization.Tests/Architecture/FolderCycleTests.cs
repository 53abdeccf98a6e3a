using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Personalization.Tests.Architecture;

/// <summary>The folders of a project are layers: no folder reaches itself through another one.</summary>
[Trait("Category", "Architecture")]
public sealed class FolderCycleTests
{
    public static TheoryData<string> Projects => [.. ProjectCode.All.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_reaches_itself_through_another_one(string project) =>
        Assert.Empty(Problems(FolderGraph.All[project]));

    /// <summary>A type name that does not bind would hide an edge.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_type_name_binds(string project) =>
        Assert.Empty(ProjectCode.All.Single(code => code.Name == project).Compilation
            .GetDeclarationDiagnostics(TestContext.Current.CancellationToken)
            .Where(found => found.Id is "CS0246" or "CS0234" or "CS0103").Take(10));

    [Fact]
    public void A_cycle_is_found_with_the_uses_that_make_it()
    {
        FolderGraph graph = GraphOf(
            ("A", "class One { Two? next; }"),
            ("A/B", "class Two { void F() { var x = new Three(); } }"),
            ("C", "static class Three2 { public static void Go(this int x) { } } class Three { One? back; }"),
            ("D", "class Four { One? one; void F() => 1.Go(); }"));

        Assert.Equal(["A, A/B, C"], graph.Cycles.Select(cycle => string.Join(", ", cycle)));
        string problem = Assert.Single(Problems(graph));
        Assert.Contains("A -> A/B (1): A.cs -> Two", problem, StringComparison.Ordinal);
        Assert.Contains("C -> A (1): C.cs -> One", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("D", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_extension_method_is_a_use() => Assert.Equal(["A, B"], GraphOf(
        ("A", "static class X { public static void Go(this int x) { } } class One { Two? next; }"),
        ("B", "class Two { void F() => 1.Go(); }")).Cycles.Select(cycle => string.Join(", ", cycle)));

    [Fact]
    public void A_name_in_a_comment_is_no_use() =>
        Assert.Empty(GraphOf(("A", "class One { Two? next; }"), ("B", "/** <see cref=\"One\"/> */ class Two;")).Cycles);

    private static IEnumerable<string> Problems(FolderGraph graph) =>
        graph.Cycles.Select(cycle => $"The folders {string.Join(", ", cycle)} reach each other, for example:\n"
            + string.Join('\n', graph.Shortest(cycle)));

    private static FolderGraph GraphOf(params (string Folder, string Text)[] texts)
    {
        (CodeFile, string Folder)[] files =
            [.. texts.Select(text => (CodeFile.Of(text.Text, $"{text.Folder.Replace('/', '.')}.cs"), text.Folder))];
        return FolderGraph.Of(
            CSharpCompilation.Create(
                "planted",
                files.Select(file => file.Item1.Tree),
                [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]),
            files);
    }
}
