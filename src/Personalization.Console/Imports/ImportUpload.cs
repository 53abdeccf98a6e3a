using Personalization.Import;

namespace Personalization.OperatorConsole.Imports;

/// <summary>A file that a person gave, in a temporary file of this process until it is disposed.</summary>
internal sealed class ImportUpload : IDisposable
{
    /// <summary>The largest file, bytes. The command <c>personalize import</c> has no limit.</summary>
    public const long MostBytes = 512L << 20;

    private const int PreviewRows = 5;
    private const int BufferBytes = 1 << 16;

    private ImportUpload(string name, string path) => (Name, Path) = (name, path);

    /// <summary>The name that the person's file has.</summary>
    public string Name { get; }

    /// <summary>The path of the temporary file.</summary>
    public string Path { get; }

    /// <summary>The number of lines that hold data, at least 1.</summary>
    public long Lines { get; private set; }

    /// <summary>The header and the first rows; null for NDJSON.</summary>
    public CsvPreview? Csv { get; private set; }

    /// <summary>Whether a name ends like a file that can be imported.</summary>
    public static bool IsAccepted(string name) => ImportFormats.Guess(name) is not null;

    /// <summary>Reads a file.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="content">The content.</param>
    /// <param name="progress">Receives the number of bytes so far.</param>
    /// <param name="stop">Cancels the operation.</param>
    public static async Task<ImportUpload> ReadAsync(
        string name, Stream content, Action<long> progress, CancellationToken stop)
    {
        // A folder that only this user can read. Only the ending of the client's name is used.
        string folder = Directory.CreateTempSubdirectory("personalization-import-").FullName;
        string path = System.IO.Path.Combine(folder, $"upload{Ending(name)}");
        ImportUpload upload = new(name, path);
        try
        {
            await CopyAsync(content, path, progress, stop);
            upload.Lines = ImportFile.CountLines(path);
            if (ImportFormats.Guess(name) == "csv")
            {
                upload.Csv = await CsvPreview.ReadAsync(path, PreviewRows, stop);
                upload.Lines = Math.Max(1, upload.Lines - 1);
            }

            return upload;
        }
        catch
        {
            upload.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        string folder = System.IO.Path.GetDirectoryName(Path)!;
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CopyAsync(Stream content, string path, Action<long> progress, CancellationToken stop)
    {
        await using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
        byte[] buffer = new byte[BufferBytes];
        long done = 0;
        for (int read = await content.ReadAsync(buffer, stop); read > 0; read = await content.ReadAsync(buffer, stop))
        {
            await file.WriteAsync(buffer.AsMemory(0, read), stop);
            progress(done += read);
        }
    }

    private static string Ending(string name) =>
        ImportFile.EndingOf(name) + (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? ".gz" : string.Empty);
}
