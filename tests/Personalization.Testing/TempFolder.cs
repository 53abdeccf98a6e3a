namespace Personalization.Testing;

/// <summary>A new, empty folder. It is deleted with its contents on disposal.</summary>
internal sealed class TempFolder : IDisposable
{
    /// <summary>Creates the folder.</summary>
    /// <param name="parent">The parent folder; null for the system's folder for temporary files.</param>
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

    /// <summary>Lets other users of the machine enter the folder.</summary>
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
            // The folder is already deleted.
        }
    }
}
