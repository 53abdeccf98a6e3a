using System.Text.Json;
using System.Xml.Linq;

namespace Personalization.Tests.Architecture;

/// <summary>Which packages the project files name and which of them the built assemblies use.</summary>
internal static class PackageUse
{
    /// <summary>Packages that no assembly names, each with its reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotInMetadata = new Dictionary<string, string>
    {
        ["Microsoft.CodeAnalysis.BannedApiAnalyzers"] = "an analyzer: runs in the build",
        ["Microsoft.Orleans.Sdk"] = "brings the code generator and the serializer's attributes",
        ["Microsoft.Orleans.Server"] = "brings the runtime, the persistence core and the code generator",
        ["Microsoft.Orleans.Client"] = "brings the client and the code generator",
        ["SQLitePCLRaw.lib.e_sqlite3"] = "the native SQLite library, pinned to the version with the security fixes",
        ["Azure.Identity"] = "its types are forwarded to Azure.Core",
        ["LightGBM"] = "the native LightGBM library",
        ["xunit.v3"] = "brings the assertions, the attributes and the runner",
        ["Polly"] = "brings the core of the resilience pipelines",
    };

    /// <summary>
    /// Versions that no project references, each with its reason: they pin a package that others bring.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> Pins = new Dictionary<string, string>();

    /// <summary>The packages a project file references.</summary>
    public static IEnumerable<string> Referenced(XDocument file) =>
        file.Descendants("PackageReference").Select(reference => (string)reference.Attribute("Include")!);

    /// <summary>The packages whose version the central file sets.</summary>
    public static IEnumerable<string> Versioned(XDocument file) =>
        file.Descendants("PackageVersion").Select(version => (string)version.Attribute("Include")!);

    /// <summary>The packages of a project that its assembly does not use.</summary>
    /// <param name="file">The project file.</param>
    /// <param name="assemblies">The assemblies of each package.</param>
    /// <param name="used">The assemblies that the project's assembly references.</param>
    public static IEnumerable<string> Unused(
        XDocument file, ILookup<string, string> assemblies, IReadOnlyCollection<string> used) =>
        Referenced(file).Where(package => !NotInMetadata.ContainsKey(package)
            && !assemblies[package].Append(package).Intersect(used).Any());

    /// <summary>The assemblies each package brings, as restored for a project.</summary>
    public static ILookup<string, string> AssembliesOf(string projectFolder)
    {
        using JsonDocument assets = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(projectFolder, "obj", "project.assets.json")));
        return assets.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject()
            .SelectMany(package => Compiled(package.Value)
                .Select(assembly => (Package: package.Name.Split('/')[0], Assembly: assembly)))
            .ToLookup(pair => pair.Package, pair => pair.Assembly);
    }

    private static string[] Compiled(JsonElement package) =>
        package.TryGetProperty("compile", out JsonElement files)
            ? [.. files.EnumerateObject().Select(file => Path.GetFileNameWithoutExtension(file.Name))]
            : [];
}
