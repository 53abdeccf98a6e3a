using System.Text;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>Validates texts that are used as keys.</summary>
internal static class PostgresText
{
    /// <summary>Maximum number of UTF-8 bytes in a key; a PostgreSQL index row has room for two keys.</summary>
    public const int MaxKeyBytes = 1_024;

    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Rejects an invalid key early, because the server would fail a whole batch.</summary>
    /// <exception cref="ArgumentException">The text is empty, has more than <see cref="MaxKeyBytes"/> bytes, or
    /// contains a NUL or an unpaired surrogate.</exception>
    public static string Check(string key, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(key, name);
        return Strict.GetByteCount(key) <= MaxKeyBytes && !key.Contains('\0', StringComparison.Ordinal)
            ? key
            : throw new ArgumentException($"A key must have 1 to {MaxKeyBytes} bytes and no NUL.", name);
    }
}
