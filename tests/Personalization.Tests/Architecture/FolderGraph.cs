using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Personalization.Tests.Architecture;

/// <summary>Which folders of a project name types of which other folders.</summary>
/// <remarks>
/// Only names of types and of extension methods are followed. A member that is used without naming its type adds no
/// cycle: a chain of named types leads to the type of the member as well. Comments do not count.
/// </remarks>
internal sealed class FolderGraph
{
    private static readonly Lazy<IReadOnlyDictionary<string, FolderGraph>> Every =
        new(() => ProjectCode.All.AsParallel().ToDictionary(project => project.Name, Of));

    private readonly Dictionary<string, FolderEdge[]> _from;

    private FolderGraph(IEnumerable<FolderEdge> edges)
    {
        _from = edges.GroupBy(edge => edge.From)
            .ToDictionary(
                group => group.Key, group => group.OrderBy(edge => edge.To, StringComparer.Ordinal).ToArray());
        Cycles = [.. Components().Where(component => component.Length > 1)];
    }

    /// <summary>The graph of every project, by name.</summary>
    public static IReadOnlyDictionary<string, FolderGraph> All => Every.Value;

    /// <summary>Sets of folders that all reach each other, each in order of name.</summary>
    public IReadOnlyList<string[]> Cycles { get; }

    /// <summary>The edges between these folders.</summary>
    public IEnumerable<FolderEdge> Between(IEnumerable<string> folders)
    {
        HashSet<string> inside = [.. folders];
        return inside.Order(StringComparer.Ordinal).SelectMany(EdgesFrom).Where(edge => inside.Contains(edge.To));
    }

    /// <summary>A shortest cycle through a set of folders that all reach each other.</summary>
    public IReadOnlyList<FolderEdge> Shortest(IEnumerable<string> component)
    {
        FolderEdge[] edges = [.. Between(component)];
        return edges.Select(edge => Way(edges, edge)).OrderBy(way => way.Count).First();
    }

    public static FolderGraph Of(ProjectCode project) => Of(project.Compilation, project.Files);

    public static FolderGraph Of(CSharpCompilation compilation, IReadOnlyList<(CodeFile File, string Folder)> files)
    {
        Dictionary<SyntaxTree, string> folders = files.ToDictionary(file => file.File.Tree, file => file.Folder);
        HashSet<string> names = [.. files.SelectMany(file => NamesOf(file.File))];
        return new(files.AsParallel().SelectMany(file => UsesIn(file.File, compilation, names, folders))
            .GroupBy(use => (use.From, use.To))
            .Select(group => new FolderEdge(
                group.Key.From,
                group.Key.To,
                [.. group.Select(use => use.Use).Distinct().Order(StringComparer.Ordinal)])));
    }

    /// <summary>The names of a file's types and extension methods, as code may write them.</summary>
    private static IEnumerable<string> NamesOf(CodeFile file) =>
        file.Types.SelectMany(type => type.Name.EndsWith("Attribute", StringComparison.Ordinal)
                ? [type.Name, type.Name[..^"Attribute".Length]]
                : new[] { type.Name })
            .Concat(file.Root.DescendantNodes().OfType<MethodDeclarationSyntax>()
                .Where(method => method.ParameterList.Parameters is [{ Modifiers: var first }, ..]
                    && first.Any(SyntaxKind.ThisKeyword))
                .Select(method => method.Identifier.Text));

    private static IEnumerable<(string From, string To, string Use)> UsesIn(
        CodeFile file, CSharpCompilation compilation, HashSet<string> names, Dictionary<SyntaxTree, string> folders)
    {
        SemanticModel model = compilation.GetSemanticModel(file.Tree);
        string from = folders[file.Tree];
        foreach (SimpleNameSyntax name in file.Root.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (names.Contains(name.Identifier.Text) && TypeOf(model.GetSymbolInfo(name)) is { } type
                && type.DeclaringSyntaxReferences is [var declared, ..]
                && folders.TryGetValue(declared.SyntaxTree, out string? to) && to != from)
            {
                yield return (from, to, $"{Path.GetFileName(file.Name)} -> {type.Name}");
            }
        }
    }

    private static INamedTypeSymbol? TypeOf(SymbolInfo info) =>
        (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) switch
        {
            INamedTypeSymbol type => type,
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType,
            IMethodSymbol { ReducedFrom: { } extension } => extension.ContainingType,
            _ => null,
        };

    private FolderEdge[] EdgesFrom(string folder) => _from.GetValueOrDefault(folder, []);

    /// <summary>An edge and the shortest way from its end back to its start.</summary>
    private static List<FolderEdge> Way(FolderEdge[] edges, FolderEdge first)
    {
        Dictionary<string, FolderEdge> reached = new() { [first.To] = first };
        Queue<string> next = new([first.To]);
        while (!reached.ContainsKey(first.From))
        {
            string folder = next.Dequeue();
            foreach (FolderEdge edge in edges.Where(edge => edge.From == folder && reached.TryAdd(edge.To, edge)))
            {
                next.Enqueue(edge.To);
            }
        }

        List<FolderEdge> way = [];
        for (FolderEdge edge = reached[first.From]; edge != first; edge = reached[edge.From])
        {
            way.Insert(0, edge);
        }

        return [first, .. way];
    }

    /// <summary>The strongly connected components: folders that reach each other.</summary>
    private IEnumerable<string[]> Components()
    {
        Dictionary<string, HashSet<string>> reach = _from.Keys.ToDictionary(folder => folder, Reach);
        return _from.Keys.GroupBy(folder => string.Join(", ", reach[folder]
                .Where(other => reach.TryGetValue(other, out HashSet<string>? back) && back.Contains(folder))
                .Append(folder).Distinct().Order(StringComparer.Ordinal)))
            .Select(group => group.Order(StringComparer.Ordinal).ToArray())
            .OrderBy(component => component[0], StringComparer.Ordinal);
    }

    private HashSet<string> Reach(string start)
    {
        HashSet<string> reached = [];
        Stack<string> next = new([start]);
        while (next.TryPop(out string? folder))
        {
            foreach (FolderEdge edge in EdgesFrom(folder).Where(edge => reached.Add(edge.To)))
            {
                next.Push(edge.To);
            }
        }

        return reached;
    }
}
