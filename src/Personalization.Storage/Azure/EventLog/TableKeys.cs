using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Personalization.Abstractions.Identity;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>Creates table keys that are valid for every table service and unique per user.</summary>
internal static class TableKeys
{
    /// <summary>Row key of a user's head; sorts after all segments.</summary>
    public const string Head = "head";

    /// <summary>Partition key that <see cref="AzureEventLog.ProbeAsync"/> writes to; never used for a user.</summary>
    public const string Probe = "!probe";

    /// <summary>Maximum length of a user key in UTF-8 bytes.</summary>
    public const int MaxUserKeyBytes = 1024;

    private const string OddUser = "!u";
    private const int MaxLength = 400;

    /// <summary>
    /// Gets the partition key of a user. A key created by <see cref="UserKey"/> is used unchanged. Any other key is
    /// encoded byte by byte after a marker that such keys never contain; an overlong key ends in its hash.
    /// </summary>
    /// <exception cref="ArgumentException">The key is empty, too long or not valid Unicode.</exception>
    public static string Partition(string userKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(userKey);
        return userKey.Length <= UserKey.MaxLength && userKey.All(c => IsPlain(c) || c == '~')
            ? userKey
            : Encode(userKey);
    }

    /// <summary>Formats a number as a row key, so that rows sort by number.</summary>
    public static string Number(long number) => number.ToString("D19", CultureInfo.InvariantCulture);

    private static string Encode(string userKey)
    {
        byte[] bytes = new UTF8Encoding(
            encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetBytes(userKey);
        if (bytes.Length > MaxUserKeyBytes)
        {
            throw new ArgumentException(
                $"A user key must have at most {MaxUserKeyBytes} bytes but has {bytes.Length}.", nameof(userKey));
        }

        StringBuilder key = new(OddUser);
        foreach (byte b in bytes)
        {
            _ = IsPlain((char)b)
                ? key.Append((char)b)
                : key.Append('~').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return key.Length <= MaxLength
            ? key.ToString()
            : $"{key.ToString(0, MaxLength)}!{Convert.ToHexString(SHA256.HashData(bytes))}";
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
