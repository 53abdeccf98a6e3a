using System.Net;
using System.Security.Cryptography;
using System.Text;
using Personalization.Hosting.Settings;

namespace Personalization.Hosting.Telemetry;

/// <summary>The key of scrapers.</summary>
public sealed class ScrapeKey(EngineOptions options)
{
    private const string Scheme = "Bearer ";
    private readonly byte[]? _hash = options.Telemetry.ScrapeKey is { } key ? Hash(key) : null;

    /// <summary>What a scraper shows, whether right or not: the bearer token or else the API key; null for nothing.</summary>
    public static string? ShownBy(HttpContext context)
    {
        string? authorization = context.Request.Headers.Authorization;
        return authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? authorization[Scheme.Length..].Trim() : (string?)context.Request.Headers["X-Api-Key"];
    }

    /// <summary>Whether the key was shown.</summary>
    public bool IsShown(HttpContext context) => _hash is not null && ShownBy(context) is { } shown && CryptographicOperations.FixedTimeEquals(_hash, Hash(shown));

    /// <summary>Whether a silo, which knows no other keys, may be scraped by this caller: with the key, or, where none is set, from the same machine.</summary>
    public bool OpensSilo(HttpContext context) =>
        _hash is null ? context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address) : IsShown(context);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
