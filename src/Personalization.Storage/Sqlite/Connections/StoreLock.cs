namespace Personalization.Storage.Sqlite.Connections;

/// <summary>
/// Holds a store for this process alone, by an exclusively opened file beside it. The operating system lets go of it
/// when the process ends, however it ends. The file itself stays: deleting it would let two processes lock two
/// different files.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="IOException">Another process (or another store of this one) has it.</exception>
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
