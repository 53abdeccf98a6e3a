using System.Security.Cryptography;

namespace Personalization.Abstractions.Webhooks;

/// <summary>The text of a webhook's secret: <c>whsec_</c> and base64 of 24 to 64 bytes (Standard Webhooks).</summary>
public static class WebhookSecret
{
    /// <summary>The start of every secret.</summary>
    public const string Prefix = "whsec_";

    private const int LeastBytes = 24;
    private const int MostBytes = 64;
    private const int NewBytes = 32;

    /// <summary>Creates a secret of 256 random bits.</summary>
    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NewBytes));

    /// <summary>Gets whether a text is a secret.</summary>
    public static bool IsValid(string? text) => Decode(text) is not null;

    /// <summary>Gets the bytes of a secret; null when the text is none.</summary>
    public static byte[]? Decode(string? text)
    {
        byte[] bytes = new byte[MostBytes + 1];
        return text is not null
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], bytes, out int length)
            && length is >= LeastBytes and <= MostBytes
                ? bytes[..length]
                : null;
    }
}
