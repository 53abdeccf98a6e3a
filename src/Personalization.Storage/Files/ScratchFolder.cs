namespace Personalization.Storage.Files;

/// <summary>
/// Hidden folder in which a version is assembled or deleted. A lock file next to it stays open while the folder is in
/// use. It separates folders in use (by any process) from leftovers of a crash.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    private const string Prefix = ".scratch-";
    private const string LockSuffix = ".lock";

    private readonly FileStream _lock;

    private ScratchFolder(string path, FileStream lockFile)
    {
        Path = path;
        _lock = lockFile;
    }

    /// <summary>Path of the folder, which does not exist yet.</summary>
    public string Path { get; }

    /// <summary>Reserves a unique name.</summary>
    public static ScratchFolder Reserve(string root)
    {
        for (int i = 0; ; i++)
        {
            string path = System.IO.Path.Combine(root, $"{Prefix}{Environment.ProcessId}-{i}");
            if (!Directory.Exists(path) && TryLock(path, FileMode.CreateNew) is { } lockFile)
            {
                return new ScratchFolder(path, lockFile);
            }
        }
    }

    /// <summary>Deletes leftovers of crashes.</summary>
    public static void CleanUp(string root)
    {
        IEnumerable<string> names = Directory.EnumerateDirectories(root, Prefix + "*")
            .Concat(
                Directory.EnumerateFiles(root, Prefix + "*" + LockSuffix).Select(file => file[..^LockSuffix.Length]));
        foreach (string path in names.Distinct(StringComparer.Ordinal).ToList())
        {
            if (TryLock(path, FileMode.OpenOrCreate) is { } lockFile)
            {
                new ScratchFolder(path, lockFile).Dispose();
            }
        }
    }

    /// <summary>Deletes the folder, if it still exists under this name, and then its lock file.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }

        _lock.Dispose();
    }

    private static FileStream? TryLock(string path, FileMode mode)
    {
        try
        {
            return new FileStream(
                path + LockSuffix,
                mode,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
