using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Personalization.Abstractions.Webhooks;

/// <summary>Signs deliveries in the form of Standard Webhooks.</summary>
public static class WebhookSigner
{
    /// <summary>The header with the event's id.</summary>
    public const string IdHeader = "Webhook-Id";

    /// <summary>The header with the time of the attempt, seconds since 1970.</summary>
    public const string TimestampHeader = "Webhook-Timestamp";

    /// <summary>The header with the signatures, separated by spaces.</summary>
    public const string SignatureHeader = "Webhook-Signature";

    /// <summary>Computes a signature: <c>v1,</c> and base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
    /// <param name="secret">The secret with its prefix.</param>
    /// <param name="id">The event's id.</param>
    /// <param name="timestamp">Seconds since 1970.</param>
    /// <param name="body">The body.</param>
    /// <exception cref="ArgumentException">The secret is not valid.</exception>
    public static string Sign(string secret, string id, long timestamp, string body)
    {
        byte[] key = WebhookSecret.Decode(secret)
            ?? throw new ArgumentException("must be a secret of a webhook.", nameof(secret));
        string signed = string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)));
    }
}
