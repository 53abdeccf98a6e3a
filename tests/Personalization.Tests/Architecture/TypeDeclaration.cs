using System.Text.RegularExpressions;

namespace Personalization.Tests.Architecture;

/// <summary>A type declared in a file.</summary>
/// <param name="Name">Its name without type parameters.</param>
/// <param name="Kind"><c>class</c>, <c>record</c>, <c>record struct</c>, <c>struct</c>, <c>interface</c>, <c>enum</c> or a delegate with its result.</param>
/// <param name="Modifiers">What stands before the kind.</param>
/// <param name="TopLevel">Whether it stands in no other type.</param>
internal sealed partial record TypeDeclaration(string Name, string Kind, string Modifiers, bool TopLevel)
{
    private static readonly string[] NotNames = ["in", "is", "with", "switch", "and", "or", "not", "as", "when", "where"];

    /// <summary>Whether nothing may derive from it by accident.</summary>
    public bool IsClosedOrAbstract =>
        Kind is not ("class" or "record" or "record class")
        || Modifiers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Intersect(["sealed", "static", "abstract"]).Any();

    /// <summary>The types a file declares, in order.</summary>
    public static IReadOnlyList<TypeDeclaration> In(string text)
    {
        string bare = BareCode.Of(text);
        List<TypeDeclaration> found = [];
        int depth = BlockNamespace().IsMatch(bare) ? -1 : 0;
        int at = 0;
        foreach (Match match in Declaration().Matches(bare))
        {
            depth += bare[at..match.Index].Sum(c => c == '{' ? 1 : c == '}' ? -1 : 0);
            at = match.Index;
            string name = match.Groups["name"].Value;
            if (!NotNames.Contains(name))
            {
                found.Add(new(name, Space().Replace(match.Groups["kind"].Value, " "), Space().Replace(match.Groups["mods"].Value, " "), depth == 0));
            }
        }

        return found;
    }

    /// <summary>Whether a declaration of a type begins this text.</summary>
    public static bool Begins(string header) => Declaration().Match(header) is { Success: true } match && !NotNames.Contains(match.Groups["name"].Value);

    [GeneratedRegex(@"(?<=(?:^|[;{}\]])\s*)(?<mods>(?:(?:public|internal|private|protected|sealed|static|abstract|partial|file|new|readonly|ref|unsafe)\s+)*)"
        + @"(?<kind>record\s+struct|record\s+class|record|class|struct|interface|enum|delegate\s+[\w<>?,.\[\]]+)\s+(?<name>[A-Za-z_]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*namespace\s+[\w.]+\s*\{", RegexOptions.Multiline)]
    private static partial Regex BlockNamespace();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
