using System.IO.Compression;

namespace Personalization.Import;

/// <summary>Opens input files. A name that ends with <c>.gz</c> is decompressed.</summary>
internal static class ImportFile
{
    private const string Gzip = ".gz";

    /// <summary>Opens a file.</summary>
    public static Stream Open(string path)
    {
        FileStream file = File.OpenRead(path);
        return path.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
    }

    /// <summary>Gets the ending of the name without <c>.gz</c>, for example <c>.csv</c>.</summary>
    public static string EndingOf(string path) => Path.GetExtension(
        path.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase) ? path[..^Gzip.Length] : path).ToLowerInvariant();

    /// <summary>Counts the lines of a file, at least 1.</summary>
    public static long CountLines(string path)
    {
        long lines = 0;
        byte[] buffer = new byte[1 << 16];
        using Stream stream = Open(path);
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return Math.Max(1, lines);
    }
}
