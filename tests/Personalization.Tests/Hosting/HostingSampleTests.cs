using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Personalization.Testing;

namespace Personalization.Tests.Hosting;

/// <summary>The sample of the guide on hosting the engine in an application.</summary>
public sealed class HostingSampleTests
{
    private const string Usings =
        "global using System; global using System.Linq; global using System.Threading.Tasks; "
            + "global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Http;";

    [Fact]
    public void The_sample_of_the_guide_compiles()
    {
        SyntaxTree[] trees =
        [
            .. new[] { Usings, ReadmeSample.OfFile("Client.Api/Docs/hosting.md") }.Select(
                text => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest))),
        ];
        IEnumerable<MetadataReference> references =
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Select(file => MetadataReference.CreateFromFile(file));
        CSharpCompilation program = CSharpCompilation.Create(
            "sample",
            trees,
            references,
            new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        Assert.Contains("AddPersonalization", trees[1].ToString(), StringComparison.Ordinal);
        Assert.Empty(program.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(found => found.Severity >= DiagnosticSeverity.Warning && found.Id != "CS1701"));
    }
}
