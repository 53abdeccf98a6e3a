using System.Security.Cryptography;
using System.Text;

namespace Personalization.Storage.Files;

/// <summary>
/// List of a version's files in the format of <c>sha256sum</c>: SHA-256, two spaces and name per line. The last line
/// holds the SHA-256 of the lines before it, so that damage to the list is detected.
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

    /// <summary>Reads the hash of each file by name.</summary>
    /// <exception cref="InvalidDataException">The list is corrupt.</exception>
    public static IReadOnlyDictionary<string, string> Read(string version, ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        int seal = text.LastIndexOf(SealPrefix, StringComparison.Ordinal);
        if (seal <= 0 || text[seal..] != $"{SealPrefix}{HashOf(Encoding.UTF8.GetBytes(text[..seal]))}\n")
        {
            throw new InvalidDataException(
                $"Model version '{version}' is corrupt: {Name} does not match its own checksum.");
        }

        Dictionary<string, string> hashes = new(StringComparer.Ordinal);
        foreach (string line in text[..(seal - 1)].Split('\n'))
        {
            string name = line.Length > HashLength + 2 ? line[(HashLength + 2)..] : string.Empty;
            if (!ModelNames.IsFile(name) || !hashes.TryAdd(name, line[..HashLength]))
            {
                throw new InvalidDataException(
                    $"Model version '{version}' is corrupt: {Name} has the invalid line '{line}'.");
            }
        }

        return hashes;
    }

    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
