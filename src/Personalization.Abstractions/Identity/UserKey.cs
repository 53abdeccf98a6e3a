using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Personalization.Abstractions.Identity;

/// <summary>
/// Encodes a user id so that it is safe as a grain key and as a key of any table store. Letters, digits, <c>-</c>,
/// <c>_</c> and <c>.</c> stand for themselves; each other UTF-8 byte becomes <c>~XX</c>. Encodings over
/// <see cref="MaxLength"/> keep a readable beginning and end in <c>~~</c> and the SHA-256 of the id: distinct ids keep distinct keys.
/// </summary>
public static class UserKey
{
    /// <summary>The longest key made, in ASCII characters.</summary>
    public const int MaxLength = 240;

    private const int HashLength = 64;

    /// <summary>The key of <paramref name="id"/>: 1 to <see cref="MaxLength"/> ASCII characters of <c>[A-Za-z0-9._~-]</c>.</summary>
    public static string Encode(UserId id)
    {
        string value = id.Value;
        return value.Length <= MaxLength && value.All(IsPlain) ? value : EncodeBytes(value);
    }

    private static string EncodeBytes(string value)
    {
        StringBuilder key = new(value.Length * 3);
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        foreach (byte b in bytes)
        {
            _ = IsPlain((char)b) ? key.Append((char)b) : key.Append('~').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return key.Length <= MaxLength ? key.ToString() : Shorten(key, bytes);
    }

    private static string Shorten(StringBuilder key, byte[] bytes)
    {
        key.Length = MaxLength - HashLength - 2;
        return key.Append("~~").Append(Convert.ToHexString(SHA256.HashData(bytes))).ToString();
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
