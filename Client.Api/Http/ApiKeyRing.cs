using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Telemetry;

namespace Personalization.Client.Api.Http;

/// <summary>The keys the server knows. Immutable.</summary>
internal sealed class ApiKeyRing
{
    private const int LongestKey = 256;

    private readonly KnownKey[] _keys;

    /// <summary>Takes the keys of the settings; plain ones are kept only as hashes.</summary>
    public ApiKeyRing(ApiOptions options) => _keys = [.. options.Keys.Select(ToKnown)];

    /// <summary>
    /// Whether anybody may do everything: no key is set (and then the server listens on loopback only).
    /// </summary>
    public bool IsOpen => _keys.Length == 0;

    /// <summary>
    /// Finds the key a client showed. Compares hashes in fixed time and always all of them: the time tells nothing
    /// about a key.
    /// </summary>
    public KnownKey? Find(string? shown)
    {
        if (string.IsNullOrEmpty(shown) || shown.Length > LongestKey)
        {
            return null;
        }

        Span<byte> utf8 = stackalloc byte[LongestKey * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(shown, utf8)], hash);
        KnownKey? found = null;
        foreach (KnownKey key in _keys)
        {
            found = CryptographicOperations.FixedTimeEquals(key.Hash, hash) ? key : found;
        }

        return found;
    }

    /// <summary>Who may read the metrics: scrapers, operators, and in open mode everybody.</summary>
    public Func<HttpContext, bool> MayScrape(ScrapeKey scrapers) =>
        context => IsOpen || scrapers.IsShown(context) || Find(ScrapeKey.ShownBy(context))?.Role == ApiRole.Operate;

    private static KnownKey ToKnown(ApiKeySetting setting, int index) => new(
        setting.Name ?? string.Create(CultureInfo.InvariantCulture, $"key {index}"),
        setting.KeySha256 is { } hex
            ? Convert.FromHexString(hex)
            : SHA256.HashData(Encoding.UTF8.GetBytes(setting.Key!)),
        setting.Role!.Value);
}
