using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Personalization.Tests.Architecture;

/// <summary>A type declared in a file.</summary>
/// <param name="Syntax">Its declaration.</param>
internal sealed record TypeDeclaration(MemberDeclarationSyntax Syntax)
{
    /// <summary>Its name without type parameters.</summary>
    public string Name => Syntax is BaseTypeDeclarationSyntax type
        ? type.Identifier.Text
        : ((DelegateDeclarationSyntax)Syntax).Identifier.Text;

    /// <summary>Whether no other type contains it.</summary>
    public bool TopLevel => Syntax.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax;

    /// <summary>Whether it is a record class.</summary>
    public bool IsRecordClass => Syntax.IsKind(SyntaxKind.RecordDeclaration);

    /// <summary>
    /// Whether it may share the file of a closely related type: a record, an enumeration, an interface, a delegate, an
    /// exception or an abstract class.
    /// </summary>
    public bool IsCompanion => IsRecordClass
        || Name.EndsWith("Exception", StringComparison.Ordinal)
        || Syntax.Modifiers.Any(SyntaxKind.AbstractKeyword)
        || Syntax.Kind() is SyntaxKind.RecordStructDeclaration or SyntaxKind.EnumDeclaration
            or SyntaxKind.InterfaceDeclaration or SyntaxKind.DelegateDeclaration;

    /// <summary>Whether it declares a method or a constructor with statements.</summary>
    public bool HasBehaviour => Syntax is TypeDeclarationSyntax type
        && type.Members.OfType<BaseMethodDeclarationSyntax>().Any(method => method.Body is not null);

    /// <summary>Whether nothing may derive from it by accident.</summary>
    public bool IsClosedOrAbstract =>
        !(IsRecordClass || Syntax.IsKind(SyntaxKind.ClassDeclaration))
        || Syntax.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword
            or SyntaxKind.AbstractKeyword);
}
