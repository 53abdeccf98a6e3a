using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Keys;

/// <summary>Creates the texts and ids of new keys.</summary>
internal static class KeyText
{
    private const int Bytes = 32;
    private const int IdLength = 12;
    private const string IdLetters = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>Creates a key of 256 random bits. The prefix tells people whether a key may be in a page.</summary>
    public static string New(ApiRole role) =>
        (role == ApiRole.Public ? "pk_" : "sk_") + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Creates an id for routes and logs.</summary>
    public static string NewId() => RandomNumberGenerator.GetString(IdLetters, IdLength);

    /// <summary>Gets the SHA-256 of a key's UTF-8 bytes in upper-case hexadecimal.</summary>
    public static string HashOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
