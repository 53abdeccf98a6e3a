using System.Net;
using System.Security.Cryptography;
using System.Text;
using Personalization.Hosting.Settings;

namespace Personalization.Hosting.Telemetry;

/// <summary>Checks the key of metric scrapers.</summary>
public sealed class ScrapeKey(EngineOptions options)
{
    private const string Scheme = "Bearer ";
    private readonly byte[]? _hash = options.Telemetry.ScrapeKey is { } key ? Hash(key) : null;

    /// <summary>Returns the bearer token or else the API key of a request, valid or not; null for none.</summary>
    public static string? ShownBy(HttpContext context)
    {
        string? authorization = context.Request.Headers.Authorization;
        return authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true
            ? authorization[Scheme.Length..].Trim()
            : (string?)context.Request.Headers["X-Api-Key"];
    }

    /// <summary>Whether the request has the scrape key.</summary>
    public bool IsShown(HttpContext context) => _hash is not null
        && ShownBy(context) is { } shown
        && CryptographicOperations.FixedTimeEquals(_hash, Hash(shown));

    /// <summary>
    /// Whether the caller may scrape a silo: with the key or, when none is set, from the same machine.
    /// </summary>
    /// <remarks>A silo has no other keys.</remarks>
    public bool OpensSilo(HttpContext context) =>
        _hash is null
        ? context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address)
        : IsShown(context);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
