using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Personalization.Testing;

namespace Personalization.Tests.Architecture;

/// <summary>Checks which projects reference each other, in the project files and in the built assemblies.</summary>
public sealed class BorderTests
{
    private static readonly string[] RootFolders = ["src", "tests", "Silo", "Client.Api", "deploy"];

    public static TheoryData<string> Projects => [.. ProjectRule.Table.Select(rule => rule.Project)];

    [Fact]
    public void Every_project_of_the_product_is_in_the_table()
    {
        IEnumerable<string> projects = Repository.ProjectFiles()
            .Where(file => !Repository.Name(file).StartsWith("tests/", StringComparison.Ordinal))
                .Select(file => Path.GetFileNameWithoutExtension(file));

        Assert.Equal(
            ProjectRule.Table.Select(rule => rule.Project).Order(StringComparer.Ordinal),
            projects.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_it_may(string project) =>
        Assert.Empty(Rule(project).Violations(Load(project)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void What_is_built_uses_only_what_it_may(string project) =>
        Assert.Empty(Rule(project).Violations(ReferencesOf(Rule(project).Assembly)));

    [Fact]
    public void What_is_built_is_read_right()
    {
        Assert.Contains("Orleans.Serialization.Abstractions", ReferencesOf("Personalization.Abstractions"));
        Assert.Contains("Personalization.Hosting", ReferencesOf("Personalization.Tests"));
    }

    [Fact]
    public void Versions_of_packages_stand_in_one_place_only() =>
        Assert.Empty(Repository.ProjectFiles().SelectMany(
            file => ProjectRule.OwnVersions(XDocument.Load(file)).Select(name => $"{Repository.Name(file)}: {name}")));

    [Fact]
    public void The_root_holds_no_other_folders() =>
        Assert.Empty(StrayFolders(
            Directory.EnumerateDirectories(Repository.Root).Select(path => Path.GetFileName(path)),
            File.ReadLines(Path.Combine(Repository.Root, ".gitignore"))));

    [Theory]
    [InlineData(
        "Personalization.Engine", "ProjectReference", "../Personalization.Grains/Personalization.Grains.csproj")]
    [InlineData("Personalization.Engine", "PackageReference", "Microsoft.Orleans.Sdk")]
    [InlineData("Personalization.Grains", "PackageReference", "Microsoft.Data.Sqlite")]
    [InlineData("Silo", "PackageReference", "Npgsql")]
    [InlineData("Silo", "ProjectReference", "../Client.Api/Client.Api.csproj")]
    [InlineData("Client.Api", "PackageReference", "StackExchange.Redis")]
    [InlineData("Client.Api", "PackageReference", "Azure.Data.Tables")]
    [InlineData("Client.Api", "ProjectReference", "..\\src\\Personalization.Engine\\Personalization.Engine.csproj")]
    [InlineData("Client.Api", "ProjectReference", "../src/Personalization.Grains/Personalization.Grains.csproj")]
    [InlineData("Personalization.Abstractions", "PackageReference", "Polly.Core")]
    public void A_reference_over_a_border_is_found(string project, string element, string include)
    {
        XDocument file = XDocument.Parse(
            $"<Project><ItemGroup><{element} Include=\"{include}\" /></ItemGroup></Project>");

        _ = Assert.Single(Rule(project).Violations(file));
    }

    [Theory]
    [InlineData("Personalization.Engine", "Orleans.Core.Abstractions")]
    [InlineData("Personalization.Grains", "Microsoft.Data.Sqlite")]
    [InlineData("Personalization.Storage", "Personalization.Engine")]
    [InlineData("Client.Api", "Personalization.Engine")]
    [InlineData("Client.Api", "Personalization.Grains")]
    [InlineData("Client.Api", "Personalization.Storage")]
    [InlineData("Personalization.Abstractions", "Microsoft.Extensions.Logging")]
    public void A_use_over_a_border_is_found(string project, string assembly)
    {
        _ = Assert.Single(Rule(project).Violations(["System.Runtime", assembly]));
    }

    [Fact]
    public void A_version_in_a_project_file_is_found()
    {
        XDocument file = XDocument.Parse("""<Project><PackageReference Include="A" /><PackageReference Include="B" """
            + """Version="1" /><PackageReference Include="C"><Version>1</Version></PackageReference></Project>""");

        Assert.Equal(["B", "C"], ProjectRule.OwnVersions(file));
    }

    [Fact]
    public void A_stray_folder_is_found() =>
        Assert.Equal(["lib"], StrayFolders(["src", ".git", "data", "lib"], ["bin/", "data/", "*.db"]));

    private static ProjectRule Rule(string project) => ProjectRule.Table.Single(rule => rule.Project == project);

    private static XDocument Load(string project) =>
        XDocument.Load(Repository.ProjectFiles().Single(file => Path.GetFileNameWithoutExtension(file) == project));

    /// <summary>Folders that are neither of the layout nor dot folders nor left out of version control.</summary>
    private static IEnumerable<string> StrayFolders(IEnumerable<string> names, IEnumerable<string> ignored) =>
        names.Where(name => !name.StartsWith('.'))
            .Except(RootFolders)
            .Except(ignored.Where(line => line.EndsWith('/')).Select(line => line.TrimEnd('/')));

    private static IReadOnlyList<string> ReferencesOf(string assembly) =>
        ReferencesOfFile(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));

    internal static IReadOnlyList<string> ReferencesOfFile(string path)
    {
        using FileStream file = File.OpenRead(path);
        using PEReader image = new(file);
        MetadataReader metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(
            handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
