using System.Text;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>Which texts may become keys.</summary>
internal static class PostgresText
{
    /// <summary>The most UTF-8 bytes of a key; an index row of PostgreSQL has room for two of them.</summary>
    public const int MaxKeyBytes = 1_024;

    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Refuses in the caller what would otherwise fail a whole batch in the server.</summary>
    /// <exception cref="ArgumentException">The text is empty, over <see cref="MaxKeyBytes"/>, holds a NUL or a lone
    /// surrogate.</exception>
    public static string Check(string key, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(key, name);
        return Strict.GetByteCount(key) <= MaxKeyBytes && !key.Contains('\0', StringComparison.Ordinal)
            ? key
            : throw new ArgumentException($"A key must have at most {MaxKeyBytes} bytes and no NUL.", name);
    }
}
