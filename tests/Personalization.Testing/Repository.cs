namespace Personalization.Testing;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] ProductFolders = ["src", "Silo", "Client.Api"];
    private static readonly string[] BuildFolders = ["bin", "obj"];
    private static readonly string[] MadeFolders =
    ["bin", "obj", ".git", "data", "artifacts", "TestResults", "node_modules"];

    public static string Root { get; } = FindRoot();

    /// <summary>Gets the C# files of the product: src, Silo and Client.Api.</summary>
    public static IReadOnlyList<string> ProductFiles() => FilesIn(ProductFolders, "*.cs");

    /// <summary>Gets the C# files of the product and of its tests.</summary>
    public static IReadOnlyList<string> AllFiles() => FilesIn([.. ProductFolders, "tests"], "*.cs");

    /// <summary>Gets the project files of the product and of its tests.</summary>
    public static IReadOnlyList<string> ProjectFiles() => FilesIn([.. ProductFolders, "tests"], "*.csproj");

    /// <summary>Gets the Markdown documents: at the root, of the product, of its tests and of its deployment.</summary>
    public static IReadOnlyList<string> DocumentFiles() =>
        [.. Directory.EnumerateFiles(Root, "*.md"), .. FilesIn([.. ProductFolders, "tests", "deploy"], "*.md")];

    /// <summary>
    /// Gets the files whose relative path is wanted. Files that a build or a run creates are left out.
    /// </summary>
    public static IEnumerable<string> Files(Func<string, bool> wanted) =>
        Directory.EnumerateFiles(Root, "*", SearchOption.TopDirectoryOnly)
            .Concat(Directory.EnumerateDirectories(Root)
                .Where(folder => !MadeFolders.Contains(Path.GetFileName(folder)))
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)))
            .Where(file => wanted(Name(file)) && !Name(file).Split('/').Intersect(MadeFolders).Any())
            .Order(StringComparer.Ordinal);

    /// <summary>Gets the folder into which a project is built, in the configuration of this program.</summary>
    public static string OutputFolder(string project)
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(project, "bin", framework.Parent!.Name, framework.Name);
    }

    /// <summary>Gets the path relative to the root, for messages.</summary>
    public static string Name(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string[] FilesIn(IEnumerable<string> folders, string pattern) =>
    [
        .. folders.SelectMany(
            folder => Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories))
            .Where(file => !Name(file).Split('/').Intersect(BuildFolders).Any())
            .Order(StringComparer.Ordinal),
    ];

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Personalization.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"No Personalization.sln above {AppContext.BaseDirectory}.");
    }
}
