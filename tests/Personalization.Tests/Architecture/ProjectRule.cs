using System.Xml.Linq;

namespace Personalization.Tests.Architecture;

/// <summary>The references that one project may have.</summary>
/// <param name="Project">The project file's name without ending.</param>
/// <param name="Assembly">The name of what it builds.</param>
/// <param name="MayReference">The projects it may reference.</param>
internal sealed record ProjectRule(string Project, string Assembly, params string[] MayReference)
{
    private const string Storage = "Personalization.Storage";
    private const string Hosting = "Personalization.Hosting";

    /// <summary>
    /// The design's table of projects. Only the project that composes the parts references all of them.
    /// </summary>
    public static readonly IReadOnlyList<ProjectRule> Table =
    [
        new("Personalization.Abstractions", "Personalization.Abstractions"),
        new("Personalization.Engine", "Personalization.Engine", "Personalization.Abstractions"),
        new(
            "Personalization.Grains",
            "Personalization.Grains",
            "Personalization.Abstractions",
            "Personalization.Engine"),
        new(Storage, Storage, "Personalization.Abstractions"),
        new(
            Hosting,
            Hosting,
            "Personalization.Abstractions",
            "Personalization.Engine",
            "Personalization.Grains",
            Storage),
        new("Silo", "Personalization.Silo", Hosting),
        new("Personalization.Client", "Personalization.Client"),
        new(
            "Personalization.Console",
            "Personalization.Console",
            "Personalization.Client",
            "Personalization.Import"),
        new("Personalization.Import", "Personalization.Import"),
        new("Personalization.Tool", "Personalization.Tool", "Personalization.Client", "Personalization.Import"),
        new(
            "Client.Api",
            "Personalization.Client.Api",
            "Personalization.Abstractions",
            Hosting,
            "Personalization.Console",
            "Personalization.Import"),
    ];

    private static readonly string[] Drivers =
    ["Microsoft.Data.Sqlite", "SQLitePCLRaw", "Npgsql", "Azure.", "StackExchange.Redis"];

    /// <summary>Gets the forbidden references of a project file.</summary>
    public IEnumerable<string> Violations(XDocument file)
    {
        IEnumerable<string> projects = Included(
            file, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        return projects.Except(MayReference).Select(name => $"{Project} references the project {name}")
            .Concat(Included(file, "PackageReference")
                .Where(MayNotUse)
                .Select(name => $"{Project} references the package {name}"));
    }

    /// <summary>Gets the forbidden references of a built assembly.</summary>
    /// <param name="referenced">The simple names of the assemblies it was compiled against and uses.</param>
    public IEnumerable<string> Violations(IEnumerable<string> referenced)
    {
        string[] ours = [.. Table.Where(rule => MayReference.Contains(rule.Project)).Select(rule => rule.Assembly)];
        return referenced.Where(
            name => MayNotUse(name) || (Table.Any(rule => rule.Assembly == name) && !ours.Contains(name)))
            .Select(name => $"{Assembly} uses {name}");
    }

    /// <summary>The package references that carry a version of their own.</summary>
    public static IEnumerable<string> OwnVersions(XDocument file) =>
        file.Descendants("PackageReference")
            .Where(reference => reference.Attribute("Version") is not null
                || reference.Attribute("VersionOverride") is not null
                || reference.Element("Version") is not null)
            .Select(reference => (string)reference.Attribute("Include")!);

    private static IEnumerable<string> Included(XDocument file, string element) =>
        file.Descendants(element).Select(reference => (string?)reference.Attribute("Include")).OfType<string>();

    private bool MayNotUse(string name) =>
        (Project != Storage && Drivers.Any(driver => name.StartsWith(driver, StringComparison.Ordinal)))
        || (Project == "Personalization.Engine" && IsOrleans(name))
        || (Project == "Personalization.Abstractions" && !IsOrleans(name) && !IsFramework(name));

    private static bool IsOrleans(string name) =>
        name.StartsWith("Orleans", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal);

    private static bool IsFramework(string name) =>
        name is "netstandard" or "mscorlib" or "System" || name.StartsWith("System.", StringComparison.Ordinal);
}
