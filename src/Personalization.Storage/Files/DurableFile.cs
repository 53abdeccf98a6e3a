using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Personalization.Storage.Files;

/// <summary>Writes files and folder entries so that they survive a power failure.</summary>
internal static class DurableFile
{
    /// <summary>Writes a new file and flushes it to disk.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        FileStream file = new(
            path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: false);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>
    /// Flushes the entries of a folder (created, renamed, deleted) to disk. Does nothing on Windows, which flushes them
    /// itself.
    /// </summary>
    /// <exception cref="IOException">The operating system rejected the flush.</exception>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int folder = NativeMethods.Open(path, 0);
        if (folder < 0)
        {
            throw Failure(path);
        }

        int result = NativeMethods.Fsync(folder);
        IOException? failure = result < 0 ? Failure(path) : null;
        _ = NativeMethods.Close(folder);
        if (failure is not null)
        {
            throw failure;
        }
    }

    private static IOException Failure(string path) =>
        new($"The folder '{path}' could not be flushed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
}
