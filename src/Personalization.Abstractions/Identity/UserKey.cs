using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Personalization.Abstractions.Identity;

/// <summary>Encodes user ids as keys that are safe for grains and for any table store.</summary>
/// <remarks>
/// Letters, digits, <c>-</c>, <c>_</c> and <c>.</c> are not changed; each other UTF-8 byte becomes <c>~XX</c>. An
/// encoding longer than <see cref="MaxLength"/> is shortened and ends in <c>~~</c> and the SHA-256 hash of the id, so
/// that distinct ids have distinct keys.
/// </remarks>
public static class UserKey
{
    /// <summary>The maximum length of a key in ASCII characters.</summary>
    public const int MaxLength = 240;

    private const int HashLength = 64;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>
    /// Gets the key of <paramref name="id"/>: 1 to <see cref="MaxLength"/> characters of <c>[A-Za-z0-9._~-]</c>.
    /// </summary>
    public static string Encode(UserId id)
    {
        string value = id.Value;
        return value.Length <= MaxLength && !value.AsSpan().ContainsAnyExcept(Plain) ? value : EncodeBytes(value);
    }

    private static string EncodeBytes(string value)
    {
        StringBuilder key = new(value.Length * 3);
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        foreach (byte b in bytes)
        {
            _ = Plain.Contains((char)b)
                ? key.Append((char)b)
                : key.Append('~').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return key.Length <= MaxLength ? key.ToString() : Shorten(key, bytes);
    }

    private static string Shorten(StringBuilder key, byte[] bytes)
    {
        key.Length = MaxLength - HashLength - 2;
        return key.Append("~~").Append(Convert.ToHexString(SHA256.HashData(bytes))).ToString();
    }
}
