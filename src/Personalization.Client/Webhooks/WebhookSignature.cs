using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Personalization.Client.Webhooks;

/// <summary>Checks the signatures of deliveries, for receivers. The form is that of Standard Webhooks.</summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>The default limit for the age of a delivery.</summary>
    private static readonly TimeSpan DefaultTolerance = TimeSpan.FromMinutes(5);

    /// <summary>Gets whether a delivery is signed with the secret and is recent.</summary>
    /// <param name="secret">The webhook's secret.</param>
    /// <param name="id">The header <c>Webhook-Id</c>.</param>
    /// <param name="timestamp">The header <c>Webhook-Timestamp</c>: seconds since 1970.</param>
    /// <param name="signatures">The header <c>Webhook-Signature</c>; spaces separate signatures.</param>
    /// <param name="body">The body, byte by byte as received.</param>
    /// <param name="tolerance">The largest distance of the timestamp from now; null for 5 minutes.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The secret is not <c>whsec_</c> and base64.</exception>
    public static bool Verify(
        string secret,
        string? id,
        string? timestamp,
        string? signatures,
        ReadOnlySpan<byte> body,
        TimeSpan? tolerance = null,
        TimeProvider? time = null)
    {
        byte[] key = KeyOf(secret);
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(signatures)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            return false;
        }

        long distance = Math.Abs((time ?? TimeProvider.System).GetUtcNow().ToUnixTimeSeconds() - seconds);
        if (distance > (tolerance ?? DefaultTolerance).TotalSeconds)
        {
            return false;
        }

        byte[] head = Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
        byte[] signed = [.. head, .. body];
        byte[] expected = HMACSHA256.HashData(key, signed);
        return signatures.Split(' ').Any(signature => IsMatch(signature, expected));
    }

    private static bool IsMatch(string signature, byte[] expected)
    {
        Span<byte> found = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return signature.StartsWith(Version, StringComparison.Ordinal)
            && Convert.TryFromBase64String(signature[Version.Length..], found, out int length)
            && length == expected.Length
            && CryptographicOperations.FixedTimeEquals(found, expected);
    }

    private static byte[] KeyOf(string secret)
    {
        byte[] key = new byte[secret.Length];
        return secret.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[Prefix.Length..], key, out int length)
            && length > 0
                ? key[..length]
                : throw new ArgumentException("must be 'whsec_' and base64.", nameof(secret));
    }
}
