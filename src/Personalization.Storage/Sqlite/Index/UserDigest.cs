using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Personalization.Storage.Sqlite.Index;

/// <summary>A user key as the index knows it: the first 16 bytes of its SHA-256 hash.</summary>
/// <remarks>
/// Users choose their ids. Nobody can construct two keys with one digest, so the index needs no comparison of keys. It
/// holds no text that an erasure must remove. Digests are stored and must never change.
/// </remarks>
internal readonly record struct UserDigest(ulong High, ulong Low)
{
    /// <summary>Number of bytes of a stored digest.</summary>
    public const int Bytes = 16;

    private const int StackBytes = 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Gets the digest of a user key.</summary>
    /// <exception cref="ArgumentException">The key is not valid Unicode.</exception>
    public static UserDigest Of(string userKey)
    {
        Span<byte> buffer = stackalloc byte[StackBytes];
        return Utf8.TryGetBytes(userKey, buffer, out int written)
            ? Of(buffer[..written])
            : Of(Utf8.GetBytes(userKey));
    }

    /// <summary>Gets the digest of a user key in UTF-8.</summary>
    public static UserDigest Of(ReadOnlySpan<byte> userKey)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(userKey, hash);
        return Read(hash);
    }

    /// <summary>Reads a stored digest.</summary>
    public static UserDigest Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(ulong)..]));

    /// <summary>Writes the digest as it is stored.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[sizeof(ulong)..], Low);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Low;
}
