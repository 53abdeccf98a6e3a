using System.Xml.Linq;
using Personalization.Testing;

namespace Personalization.Tests.Architecture;

/// <summary>A package that nothing uses is still restored, audited and kept up to date.</summary>
[Trait("Category", "Architecture")]
public sealed class UnusedPackageTests
{
    private static readonly string CentralFile = Path.Combine(Repository.Root, "Directory.Packages.props");
    private static readonly string CommonFile = Path.Combine(Repository.Root, "Directory.Build.props");

    /// <summary>The projects whose assembly lies beside the tests.</summary>
    public static TheoryData<string> Projects =>
        [.. Repository.ProjectFiles().Select(Repository.Name).Where(name => File.Exists(AssemblyOf(name)))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_the_packages_it_references(string project)
    {
        string file = Path.Combine(Repository.Root, project);
        string[] used = [.. BorderTests.ReferencesOfFile(AssemblyOf(project))];

        Assert.Empty(
            PackageUse.Unused(XDocument.Load(file), PackageUse.AssembliesOf(Path.GetDirectoryName(file)!), used));
    }

    [Fact]
    public void Every_project_is_checked() =>
        Assert.All(
            Repository.ProjectFiles(), file => Assert.True(File.Exists(AssemblyOf(Repository.Name(file))), file));

    [Fact]
    public void Every_version_is_of_a_package_that_is_referenced_or_pinned() =>
        Assert.Equal(
            PackageUse.Pins.Keys.Order(StringComparer.Ordinal),
            PackageUse.Versioned(XDocument.Load(CentralFile)).Except(AllReferenced()).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_exception_is_of_a_package_that_is_referenced() =>
        Assert.Empty(PackageUse.NotInMetadata.Keys.Except(AllReferenced()));

    [Theory]
    [InlineData("Polly.Core", 0)]
    [InlineData("Npgsql", 1)]
    [InlineData("xunit.v3", 0)]
    public void An_unused_package_is_found(string package, int found)
    {
        XDocument file = XDocument.Parse($"<Project><PackageReference Include=\"{package}\" /></Project>");
        ILookup<string, string> assemblies = new[] { "Npgsql", "Polly.Core" }.ToLookup(name => name);

        Assert.Equal(found, PackageUse.Unused(file, assemblies, ["System.Runtime", "Polly.Core"]).Count());
    }

    private static IEnumerable<string> AllReferenced() =>
        Repository.ProjectFiles().Append(CommonFile).SelectMany(file => PackageUse.Referenced(XDocument.Load(file)));

    private static string AssemblyOf(string project)
    {
        XDocument file = XDocument.Load(Path.Combine(Repository.Root, project));
        string name = file.Descendants("AssemblyName").FirstOrDefault()?.Value
            ?? Path.GetFileNameWithoutExtension(project);
        return Path.Combine(
            Repository.OutputFolder(Path.GetDirectoryName(Path.Combine(Repository.Root, project))!), $"{name}.dll");
    }
}
