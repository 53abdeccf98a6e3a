using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Personalization.Abstractions.Identity;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>Keys that every table takes and no two users share.</summary>
internal static class TableKeys
{
    /// <summary>The row with what a user's log ends with; behind all segments in the table's order.</summary>
    public const string Head = "head";

    /// <summary>The partition that <see cref="AzureEventLog.ProbeAsync"/> writes to; no user's.</summary>
    public const string Probe = "!probe";

    /// <summary>The longest user key, in bytes of UTF-8.</summary>
    public const int MaxUserKeyBytes = 1024;

    private const string OddUser = "!u";
    private const int MaxLength = 400;

    /// <summary>
    /// A user's partition: the key itself when it is one of <see cref="UserKey"/>'s; any other is encoded byte by byte
    /// behind a mark that those never have, and what is too long ends in its hash.
    /// </summary>
    /// <exception cref="ArgumentException">The key is empty, too long, or not valid text.</exception>
    public static string Partition(string userKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(userKey);
        return userKey.Length <= UserKey.MaxLength && userKey.All(c => IsPlain(c) || c == '~')
            ? userKey
            : Encode(userKey);
    }

    /// <summary>A number as a row key: rows come in the order of their numbers.</summary>
    public static string Number(long number) => number.ToString("D19", CultureInfo.InvariantCulture);

    private static string Encode(string userKey)
    {
        byte[] bytes = new UTF8Encoding(
            encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetBytes(userKey);
        if (bytes.Length > MaxUserKeyBytes)
        {
            throw new ArgumentException(
                $"A user key must have at most {MaxUserKeyBytes} bytes, has {bytes.Length}.", nameof(userKey));
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
