using System.Text.RegularExpressions;
using System.Text;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;
using Personalization.Testing;

namespace Personalization.Tests.Architecture;

/// <summary>The texts that people read: comments, literals and names of C# files, and whole text files.</summary>
internal static partial class Prose
{
    private static readonly string[] TextEndings = [".md", ".yml", ".yaml", ".sh", ".http"];

    /// <summary>The passages of every file of the repository, each with its file and line.</summary>
    public static IEnumerable<(string Place, string Text)> All() =>
        CodeFile.All.AsParallel().SelectMany(Of).AsEnumerable()
            .Concat(Repository.Files(IsText).Select(file => (Repository.Name(file), OneLine(File.ReadAllText(file)))));

    /// <summary>
    /// The passages of a C# file: each comment, literal and declared name, with one space between words.
    /// </summary>
    public static IEnumerable<(string Place, string Text)> Of(CodeFile file) =>
        Comments(file).Concat(Literals(file)).Concat(Names(file))
            .Select(passage => ($"{file.Name}:{file.LineOf(passage.At)}", OneLine(passage.Text)));

    /// <summary>The words of an identifier in lower case.</summary>
    public static string WordsOf(string identifier) =>
        WordBorder().Replace(identifier, " ").Replace('_', ' ').Trim().ToLowerInvariant();

    /// <summary>The comments of a file. Comments on consecutive lines are one.</summary>
    internal static IEnumerable<(int At, string Text)> Comments(CodeFile file)
    {
        StringBuilder text = new();
        int at = 0, lastLine = -2;
        foreach (SyntaxTrivia comment in file.Root.DescendantTrivia().Where(IsComment))
        {
            int line = file.LineOf(comment.FullSpan.Start);
            if (line > lastLine + 1 && text.Length > 0)
            {
                yield return (at, text.ToString());
                _ = text.Clear();
            }

            at = text.Length == 0 ? comment.SpanStart : at;
            string plain = CommentMarks().Replace(comment.ToFullString(), " ");
            lastLine = file.LineOf(comment.FullSpan.End - (comment.HasStructure ? 1 : 0));
            _ = text.Append(plain).Append(' ');
        }

        if (text.Length > 0)
        {
            yield return (at, text.ToString());
        }
    }

    /// <summary>True for a name on disk or on the wire: it stays as older versions wrote it.</summary>
    private static bool IsPinnedName(SyntaxToken token) =>
        token.Parent?.FirstAncestorOrSelf<AttributeSyntax>()?.Name.ToString()
            is "JsonPropertyName" or "Alias" or "GrainType" or "GrainInterfaceType" or "JsonDerivedType";

    private static IEnumerable<(int At, string Text)> Literals(CodeFile file) =>
        file.Root.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.InterpolatedStringTextToken) || token.Value is string)
            .Where(token => !token.IsKind(SyntaxKind.IdentifierToken) && !IsPinnedName(token))
            .Select(token => (token.SpanStart, token.ValueText));

    private static IEnumerable<(int At, string Text)> Names(CodeFile file) =>
        file.Root.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && IsDeclared(token.Parent))
            .Select(token => (token.SpanStart, WordsOf(token.ValueText)));

    private static bool IsDeclared(SyntaxNode? node) =>
        node is MemberDeclarationSyntax and not ConstructorDeclarationSyntax
            or VariableDeclaratorSyntax or ParameterSyntax or TypeParameterSyntax or LocalFunctionStatementSyntax
            or SingleVariableDesignationSyntax or ForEachStatementSyntax or TupleElementSyntax or NameColonSyntax
        || node?.Ancestors().FirstOrDefault(parent => parent is not NameSyntax) is BaseNamespaceDeclarationSyntax;

    private static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia
        or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
        or SyntaxKind.MultiLineDocumentationCommentTrivia;

    private static bool IsText(string name) =>
        TextEndings.Contains(Path.GetExtension(name))
        || (name.StartsWith("deploy/grafana/", StringComparison.Ordinal)
            && name.EndsWith(".json", StringComparison.Ordinal));

    private static string OneLine(string text) => Space().Replace(text, " ").Trim();

    [GeneratedRegex(@"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex WordBorder();

    [GeneratedRegex(@"^\s*(?:///?|/\*\*?|\*/|\*(?!/))|\*/\s*$", RegexOptions.Multiline)]
    private static partial Regex CommentMarks();

    [GeneratedRegex(@"(?:\s|(?<=\n)\s*#)+")]
    private static partial Regex Space();
}
