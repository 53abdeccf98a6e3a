using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;
using Personalization.Testing;

namespace Personalization.Tests.Architecture;

/// <summary>The C# files of a project, compiled in memory with the assemblies beside the tests.</summary>
internal sealed class ProjectCode
{
    private const string BaseUsings = "System,System.Collections.Generic,System.IO,System.Linq,System.Net.Http,"
        + "System.Threading,System.Threading.Tasks";

    private const string WebUsings = "System.Net.Http.Json,Microsoft.AspNetCore.Builder,Microsoft.AspNetCore.Hosting,"
        + "Microsoft.AspNetCore.Http,Microsoft.AspNetCore.Routing,Microsoft.Extensions.Configuration,"
        + "Microsoft.Extensions.DependencyInjection,Microsoft.Extensions.Hosting,Microsoft.Extensions.Logging";

    private const string OrleansUsings = "Orleans,Orleans.Runtime,Orleans.Hosting";

    private static readonly Lazy<IReadOnlyList<ProjectCode>> Every = new(() =>
    [
        .. Repository.ProjectFiles().Where(file => !file.EndsWith("Tests.csproj", StringComparison.Ordinal))
            .Select(file => new ProjectCode(file)),
    ]);

    private static readonly Lazy<IReadOnlyDictionary<string, MetadataReference>> References = new(() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .DistinctBy(path => Path.GetFileNameWithoutExtension(path))
            .ToDictionary(
                path => Path.GetFileNameWithoutExtension(path),
                MetadataReference (path) => MetadataReference.CreateFromFile(path)));

    private readonly Lazy<CSharpCompilation> _compilation;
    private readonly XDocument _project;
    private readonly string _folder;

    private ProjectCode(string file)
    {
        _project = XDocument.Load(file);
        _folder = Path.GetDirectoryName(file)!;
        Name = Path.GetFileNameWithoutExtension(file);
        _compilation = new(Compile);
        Files = [.. OwnFiles().Concat(LinkedFiles())];
    }

    /// <summary>The projects of the product and the benchmarks.</summary>
    public static IReadOnlyList<ProjectCode> All => Every.Value;

    /// <summary>The name of the project file without its ending.</summary>
    public string Name { get; }

    /// <summary>Its files, each with its folder: below the project, or where the project file links it to.</summary>
    public IReadOnlyList<(CodeFile File, string Folder)> Files { get; }

    /// <summary>The files without generated code: names of declared types bind exactly as in a build.</summary>
    public CSharpCompilation Compilation => _compilation.Value;

    private string Assembly => _project.Descendants("AssemblyName").FirstOrDefault()?.Value ?? Name;

    private CSharpCompilation Compile()
    {
        string usings = BaseUsings
            + (_project.Root!.Attribute("Sdk")!.Value == "Microsoft.NET.Sdk.Web" ? $",{WebUsings}" : string.Empty)
            + (Name == "Personalization.Engine" ? string.Empty : $",{OrleansUsings}")
            + string.Concat(_project.Descendants("Using").Select(item => $",{item.Attribute("Include")!.Value}"));
        SyntaxTree implicitUsings = CSharpSyntaxTree.ParseText(
            string.Concat(usings.Split(',').Distinct().Select(space => $"global using global::{space};\n")),
            new(LanguageVersion.Latest));
        return CSharpCompilation.Create(
            Assembly,
            [implicitUsings, .. Files.Select(file => file.File.Tree)],
            References.Value.Where(reference => reference.Key != Assembly)
                .Concat(OwnReferences())
                .Select(reference => reference.Value),
            new(
                OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>The assemblies that only the project's own output folder has.</summary>
    private IEnumerable<KeyValuePair<string, MetadataReference>> OwnReferences() =>
        Directory.Exists(Repository.OutputFolder(_folder))
            ? Directory.EnumerateFiles(Repository.OutputFolder(_folder), "*.dll")
                .Select(path => (Name: Path.GetFileNameWithoutExtension(path), Path: path))
                .Where(file => file.Name != Assembly && !References.Value.ContainsKey(file.Name))
                .Select(file => KeyValuePair.Create<string, MetadataReference>(
                    file.Name, MetadataReference.CreateFromFile(file.Path)))
            : [];

    private IEnumerable<(CodeFile File, string Folder)> OwnFiles()
    {
        string prefix = Repository.Name(_folder) + "/";
        return CodeFile.All.Where(file => file.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(file => (file, FolderOf(file.Name[prefix.Length..])));
    }

    private IEnumerable<(CodeFile File, string Folder)> LinkedFiles() => _project.Descendants("Compile")
        .Where(item => item.Attribute("LinkBase") is not null)
        .SelectMany(item =>
        {
            string prefix = PrefixOf(item.Attribute("Include")!.Value);
            string[] excluded = [.. ((string?)item.Attribute("Exclude") ?? string.Empty)
                .Split(';', StringSplitOptions.RemoveEmptyEntries).Select(PrefixOf)];
            return CodeFile.All.Where(file => file.Name.StartsWith(prefix, StringComparison.Ordinal)
                    && !excluded.Any(start => file.Name.StartsWith(start, StringComparison.Ordinal)))
                .Select(file => (file, FolderOf($"{item.Attribute("LinkBase")!.Value}/{file.Name[prefix.Length..]}")));
        });

    /// <summary>The folder before the first wildcard, with a slash at its end.</summary>
    private string PrefixOf(string pattern) =>
        Repository.Name(Path.GetFullPath(
            Path.Combine(_folder, pattern[..pattern.IndexOf('*', StringComparison.Ordinal)]))) is var folder
            && folder.EndsWith('/') ? folder : folder + "/";

    private static string FolderOf(string path) =>
        path.LastIndexOf('/') is > 0 and int slash ? path[..slash] : ".";
}
