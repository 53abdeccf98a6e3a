namespace Personalization.Testing;

/// <summary>A new, empty folder that goes away with its contents.</summary>
internal sealed class TempFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    /// <param name="parent">Where; null for the system's folder for temporary files.</param>
    public TempFolder(string? parent = null)
    {
        if (parent is null)
        {
            Path = Directory.CreateTempSubdirectory("personalization-").FullName;
        }
        else
        {
            Path = Directory.CreateDirectory(
                System.IO.Path.Combine(parent, System.IO.Path.GetRandomFileName())).FullName;
        }
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Lets other users of the machine reach what is in it and open to them.</summary>
    public void OpenToOthers()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.OtherExecute);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Already gone: nothing to clean.
        }
    }
}
