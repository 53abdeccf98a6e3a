using System.Text;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;
using Personalization.Testing;

namespace Personalization.Tests.Architecture;

/// <summary>A C# file, parsed.</summary>
internal sealed class CodeFile
{
    private static readonly Lazy<IReadOnlyList<CodeFile>> EveryFile =
        new(() => [.. Repository.AllFiles().AsParallel().AsOrdered().Select(Read)]);

    private static readonly Lazy<IReadOnlyList<CodeFile>> ProductFiles =
        new(() => [.. EveryFile.Value.Where(file => !file.Name.StartsWith("tests/", StringComparison.Ordinal))]);

    private CodeFile(string name, string text)
    {
        Name = name;
        Text = text;
        Tree = CSharpSyntaxTree.ParseText(text, new(LanguageVersion.Latest), name);
    }

    /// <summary>The files of the product and of its tests.</summary>
    public static IReadOnlyList<CodeFile> All => EveryFile.Value;

    /// <summary>The files of the product.</summary>
    public static IReadOnlyList<CodeFile> Product => ProductFiles.Value;

    /// <summary>The path below the root of the repository.</summary>
    public string Name { get; }

    public string Text { get; }

    public SyntaxTree Tree { get; }

    public SyntaxNode Root => Tree.GetRoot();

    /// <summary>How many lines it has.</summary>
    public int Lines => Text.AsSpan().TrimEnd('\n').Count('\n') + 1;

    /// <summary>Its size in UTF-8.</summary>
    public int Bytes => Encoding.UTF8.GetByteCount(Text);

    /// <summary>The types it declares, in order, nested ones too.</summary>
    public IEnumerable<TypeDeclaration> Types =>
        Root.DescendantNodes(
            node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Select(member => new TypeDeclaration(member));

    /// <summary>
    /// Its methods, constructors, operators and properties with a body. Local functions and lambdas are lines of the
    /// function around them. Top-level statements are one function.
    /// </summary>
    public IEnumerable<FunctionSpan> Functions
    {
        get
        {
            GlobalStatementSyntax[] statements = [.. Root.ChildNodes().OfType<GlobalStatementSyntax>()];
            return Root.DescendantNodes(node => node is not BlockSyntax)
                .OfType<MemberDeclarationSyntax>()
                .Where(HasBody)
                    .Select(member => Span(NameOf(member), member.SpanStart, EndOf(member)))
                    .Concat(statements is []
                        ? []
                        : [Span("top-level statements", statements[0].SpanStart, statements[^1].Span.End)]);
        }
    }

    public static CodeFile Of(string text, string name = "x.cs") => new(name, text);

    /// <summary>Whether a member is a function: a method, constructor, operator or property with a body.</summary>
    public static bool HasBody(MemberDeclarationSyntax member) => member switch
    {
        BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
        BasePropertyDeclarationSyntax property => property.AccessorList is not null || EndOf(member) > member.SpanStart,
        _ => false,
    };

    /// <summary>The number of a line, from 1.</summary>
    public int LineOf(int position) => Tree.GetText().Lines.GetLineFromPosition(position).LineNumber + 1;

    private static CodeFile Read(string path) => new(Repository.Name(path), File.ReadAllText(path));

    private static int EndOf(MemberDeclarationSyntax member) => member switch
    {
        BaseMethodDeclarationSyntax => member.Span.End,
        PropertyDeclarationSyntax { ExpressionBody: not null }
        or IndexerDeclarationSyntax { ExpressionBody: not null } =>
            member.Span.End,
        BasePropertyDeclarationSyntax { AccessorList: { } accessors } => accessors.Span.End,
        _ => member.SpanStart,
    };

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        EventDeclarationSyntax declared => declared.Identifier.Text,
        OperatorDeclarationSyntax @operator => $"operator {@operator.OperatorToken.Text}",
        _ => member.Kind().ToString(),
    };

    private FunctionSpan Span(string name, int start, int end) =>
        new(name, LineOf(start), LineOf(end) - LineOf(start) + 1);
}
