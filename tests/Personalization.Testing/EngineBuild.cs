namespace Personalization.Testing;

/// <summary>Finds the built programs of the engine: the shipped output, not a copy beside the tests.</summary>
internal static class EngineBuild
{
    /// <summary>
    /// Gets the path of <c>Personalization.Client.Api.dll</c> in the build configuration of the running program.
    /// </summary>
    /// <exception cref="FileNotFoundException">The program is not built.</exception>
    public static string Dll => Find("Client.Api");

    /// <summary>
    /// Gets the path of <c>Personalization.Silo.dll</c> in the build configuration of the running program.
    /// </summary>
    /// <exception cref="FileNotFoundException">The program is not built.</exception>
    public static string SiloDll => Find("Silo");

    /// <summary>Gets the folder of the solution.</summary>
    public static string Root
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Personalization.sln")))
                {
                    return folder.FullName;
                }
            }

            throw new DirectoryNotFoundException(
                $"No folder above {AppContext.BaseDirectory} holds Personalization.sln.");
        }
    }

    /// <summary>Gets the <c>dotnet</c> host that runs this program. The engine runs on the same host.</summary>
    public static string Host
    {
        get
        {
            string? root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
            string? host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
                ?? (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
                    ? Environment.ProcessPath
                    : null)
                ?? (root is null ? null : Path.Combine(root, "dotnet"));
            return host is not null && File.Exists(host) ? host : "dotnet";
        }
    }

    private static string Find(string project)
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string configuration = framework.Parent!.Name;
        string path = Path.Combine(
            Root, project, "bin", configuration, framework.Name, $"Personalization.{project}.dll");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{path} does not exist. Build {project} first.", path);
    }
}
