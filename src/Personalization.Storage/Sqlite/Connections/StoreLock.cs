namespace Personalization.Storage.Sqlite.Connections;

/// <summary>Exclusive lock of a store, held by a lock file next to it that only one process can open.</summary>
/// <remarks>
/// The operating system releases the lock when the process ends for any reason. The lock file is not deleted: otherwise
/// two processes could lock two different files.
/// </remarks>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Acquires the lock.</summary>
    /// <exception cref="IOException">Another process, or another store in this process, holds the lock.</exception>
    public static StoreLock Take(string path)
    {
        try
        {
            return new StoreLock(
                new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new IOException(
                $"The store '{path}' is in use by another process: stop that process or choose another path.", error);
        }
    }

    public void Dispose() => _file.Dispose();
}
