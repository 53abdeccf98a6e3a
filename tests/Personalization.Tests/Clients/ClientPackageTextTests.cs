using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Personalization.Client;
using Personalization.Testing;

namespace Personalization.Tests.Clients;

/// <summary>The public API of the package and the sample of its README.</summary>
public sealed class ClientPackageTextTests
{
    private const string Folder = "src/Personalization.Client";

    [Fact]
    public void The_public_api_is_the_checked_in_one()
    {
        string path = Path.Combine(Repository.Root, Folder, "PublicApi.txt");
        string[] found = [.. PublicApi.Lines(typeof(PersonalizationClient).Assembly)];
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllLines(path, found);
        }

        Assert.Equal(File.ReadAllLines(path), found);
    }

    [Fact]
    public void The_sample_of_the_readme_compiles()
    {
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText(
                "global using System; global using System.Threading.Tasks;",
                new(LanguageVersion.Latest),
                cancellationToken: TestContext.Current.CancellationToken),
            CSharpSyntaxTree.ParseText(
                ReadmeSample.Text(Folder),
                new(LanguageVersion.Latest),
                cancellationToken: TestContext.Current.CancellationToken),
        ];
        IEnumerable<MetadataReference> references =
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Select(file => MetadataReference.CreateFromFile(file));
        CSharpCompilation program = CSharpCompilation.Create(
            "sample",
            trees,
            references,
            new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        Assert.Empty(program.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(found => found.Severity >= DiagnosticSeverity.Warning && found.Id != "CS1701"));
    }

    [Fact]
    public void A_changed_member_changes_the_public_api() => Assert.Contains(
        "Personalization.Client.PersonalizationClient.Events { get; } : Personalization.Client.Events.EventsApi",
        PublicApi.Lines(typeof(PersonalizationClient).Assembly));
}
