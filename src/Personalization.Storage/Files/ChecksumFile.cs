using System.Security.Cryptography;
using System.Text;

namespace Personalization.Storage.Files;

/// <summary>
/// A version's list of files: a line per file with its SHA-256, two spaces and its name (what <c>sha256sum</c> writes),
/// and a last line with the SHA-256 of the lines before it, so that a damaged list is found too.
/// </summary>
internal static class ChecksumFile
{
    public const string Name = "checksums.sha256";

    private const int HashLength = 64;
    private const string SealPrefix = "# ";

    public static byte[] Write(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        StringBuilder lines = new();
        foreach ((string name, ReadOnlyMemory<byte> content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            _ = lines.Append(HashOf(content.Span)).Append("  ").Append(name).Append('\n');
        }

        string list = lines.ToString();
        return Encoding.UTF8.GetBytes($"{list}{SealPrefix}{HashOf(Encoding.UTF8.GetBytes(list))}\n");
    }

    /// <summary>The hash of each file by its name.</summary>
    /// <exception cref="InvalidDataException">The list is damaged.</exception>
    public static IReadOnlyDictionary<string, string> Read(string version, ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        int seal = text.LastIndexOf(SealPrefix, StringComparison.Ordinal);
        if (seal <= 0 || text[seal..] != $"{SealPrefix}{HashOf(Encoding.UTF8.GetBytes(text[..seal]))}\n")
        {
            throw new InvalidDataException(
                $"Model version '{version}' is damaged: its {Name} does not match its own seal.");
        }

        Dictionary<string, string> hashes = new(StringComparer.Ordinal);
        foreach (string line in text[..(seal - 1)].Split('\n'))
        {
            string name = line.Length > HashLength + 2 ? line[(HashLength + 2)..] : string.Empty;
            if (!ModelNames.IsFile(name) || !hashes.TryAdd(name, line[..HashLength]))
            {
                throw new InvalidDataException(
                    $"Model version '{version}' is damaged: its {Name} has the line '{line}'.");
            }
        }

        return hashes;
    }

    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
