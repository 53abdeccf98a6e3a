using System.IO.Compression;
using System.Security.Cryptography;

namespace Personalization.Client.Api.Site;

/// <summary>A file of the web pages in memory, as it is and compressed. Immutable.</summary>
internal sealed class SiteFile
{
    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".ts"] = "text/plain; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".webp"] = "image/webp",
        [".gif"] = "image/gif",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
    };

    /// <summary>Creates a file.</summary>
    /// <param name="name">The name. Its ending gives the media type.</param>
    /// <param name="content">The bytes.</param>
    public SiteFile(string name, byte[] content)
    {
        MediaType = MediaTypes.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");
        Content = content;
        Compressed = Compress(content);
        Tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"";
    }

    /// <summary>The media type.</summary>
    public string MediaType { get; }

    /// <summary>The bytes of the file.</summary>
    public byte[] Content { get; }

    /// <summary>The bytes after gzip; null when gzip does not make the file smaller.</summary>
    public byte[]? Compressed { get; }

    /// <summary>The entity tag: it changes with the content.</summary>
    public string Tag { get; }

    private static byte[]? Compress(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.Length < content.Length ? packed.ToArray() : null;
    }
}
