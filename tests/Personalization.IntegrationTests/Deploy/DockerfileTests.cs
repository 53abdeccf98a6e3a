using System.Xml.Linq;
using Personalization.Testing;

namespace Personalization.IntegrationTests.Deploy;

public sealed class DockerfileTests
{
    public static TheoryData<string> Programs => ["Silo", "Client.Api"];

    [Theory]
    [MemberData(nameof(Programs))]
    public void All_copied_paths_exist(string program) =>
        Assert.All(
            Read(program).Copied(beforeRestore: false),
            copied => Assert.True(Path.Exists(Path.Combine(Repository.Root, copied)), $"{copied} is not there"));

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_restore_has_the_needed_projects_and_no_sources(string program)
    {
        IReadOnlyList<string> copied = Read(program).Copied(beforeRestore: true);

        Assert.Equal(
            ProjectsOf($"{program}/{program}.csproj").Order(StringComparer.Ordinal),
            copied.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["Directory.Build.props", "Directory.Packages.props", "global.json"],
            copied.Where(file => !file.EndsWith(".csproj", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_build_has_the_sources_of_every_project(string program)
    {
        IReadOnlyList<string> copied = Read(program).Copied(beforeRestore: false);

        Assert.All(ProjectsOf($"{program}/{program}.csproj"), project => Assert.Contains(
            copied, folder => folder.EndsWith('/') && project.StartsWith(folder, StringComparison.Ordinal)));
        Assert.Contains("BannedSymbols.txt", copied);
        Assert.Contains(".editorconfig", copied);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_published_program_is_started(string program)
    {
        Dockerfile file = Read(program);
        string assembly = XDocument.Load(Path.Combine(Repository.Root, file.Published))
            .Descendants("AssemblyName")
            .Single().Value;

        Assert.Equal($"{program}/{program}.csproj", file.Published);
        Assert.Equal($"""["dotnet", "{assembly}.dll"]""", file.EntryPoint);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_image_has_the_framework_of_the_projects_and_does_not_run_as_root(string program)
    {
        Dockerfile file = Read(program);
        string framework = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"))
            .Descendants("TargetFramework")
            .Single().Value;

        Assert.All(
            file.From, image => Assert.EndsWith($":{framework["net".Length..]}", image, StringComparison.Ordinal));
        Assert.Equal("$APP_UID", file.User);
        Assert.Contains(file.Environment["ASPNETCORE_URLS"].Split(':')[^1], file.Exposed);
    }

    private static Dockerfile Read(string program) => Dockerfile.Read(Deployed.DockerfileOf(program));

    /// <summary>Gets a project and all its references, relative to the repository's root.</summary>
    private static HashSet<string> ProjectsOf(string project)
    {
        HashSet<string> found = [project];
        string file = Path.Combine(Repository.Root, project);
        foreach (string reference in XDocument.Load(file)
            .Descendants("ProjectReference")
            .Select(reference => (string)reference.Attribute("Include")!))
        {
            found.UnionWith(
                ProjectsOf(Repository.Name(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, reference)))));
        }

        return found;
    }
}
