using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Telemetry;

namespace Personalization.Client.Api.Http;

/// <summary>The configured API keys. Immutable.</summary>
internal sealed class ApiKeyRing
{
    private const int MaxKeyLength = 256;

    private readonly KnownKey[] _keys;

    /// <summary>Reads the keys from the settings. Only the hashes stay in memory.</summary>
    public ApiKeyRing(ApiOptions options) => _keys = [.. options.Keys.Select(ToKnown)];

    /// <summary>
    /// Whether no key is set. Every caller then has every role, and the server listens on loopback only.
    /// </summary>
    public bool IsOpen => _keys.Length == 0;

    /// <summary>Finds a client's key; null when it is unknown.</summary>
    /// <remarks>
    /// Compares the hashes of all keys in fixed time, so that the duration reveals nothing about a key.
    /// </remarks>
    public KnownKey? Find(string? key)
    {
        if (string.IsNullOrEmpty(key) || key.Length > MaxKeyLength)
        {
            return null;
        }

        Span<byte> utf8 = stackalloc byte[MaxKeyLength * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], hash);
        KnownKey? found = null;
        foreach (KnownKey known in _keys)
        {
            found = CryptographicOperations.FixedTimeEquals(known.Hash, hash) ? known : found;
        }

        return found;
    }

    /// <summary>
    /// Returns the check for the metrics endpoint: scrapers, operators and, in open mode, every caller.
    /// </summary>
    public Func<HttpContext, bool> MayScrape(ScrapeKey scrapers) =>
        context => IsOpen || scrapers.IsShown(context) || Find(ScrapeKey.ShownBy(context))?.Role == ApiRole.Operate;

    private static KnownKey ToKnown(ApiKeySetting setting, int index) => new(
        setting.Name ?? string.Create(CultureInfo.InvariantCulture, $"key {index}"),
        setting.KeySha256 is { } hex
            ? Convert.FromHexString(hex)
            : SHA256.HashData(Encoding.UTF8.GetBytes(setting.Key!)),
        setting.Role!.Value);
}

/// <summary>A configured API key.</summary>
/// <param name="Name">The name for logs and rate limits.</param>
/// <param name="Hash">The SHA-256 of the key, 32 bytes.</param>
/// <param name="Role">The role of the key.</param>
internal sealed record KnownKey(string Name, byte[] Hash, ApiRole Role);
