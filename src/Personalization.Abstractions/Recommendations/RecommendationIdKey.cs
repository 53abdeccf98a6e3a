using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Personalization.Abstractions.Recommendations;

/// <summary>Signs the ids of lists in experiments, so that a client cannot invent exposures.</summary>
/// <param name="secret">The secret of the cluster, bytes.</param>
/// <remarks>
/// The signature is a keyed hash (SipHash-2-4) in base64url. It stands before the time, where a silo of the
/// version before skips it: <c>source-7!signature~19ab3f2c1d0~3_8.0</c>. Safe for concurrent use.
/// </remarks>
public sealed class RecommendationIdKey(byte[] secret)
{
    private const char Seal = '!';
    private const char Mark = '~';
    private const int SignatureBytes = 8;
    private const int SignatureLength = 11;
    private const int MaxLength = 256;
    private const int KeyBytes = 16;

    private readonly byte[] _key = SHA256.HashData(secret)[..KeyBytes];

    /// <summary>Gets whether an id has a signature, valid or not.</summary>
    public static bool IsSigned(string id) => SealOf(id) >= 0;

    /// <summary>Signs an id of a list in experiments.</summary>
    /// <param name="id">The id without a signature, at most 256 ASCII characters.</param>
    public string Sign(string id)
    {
        Span<byte> signature = stackalloc byte[SignatureLength];
        Compute(id, string.Empty, signature);
        Span<char> text = stackalloc char[SignatureLength + 1];
        text[0] = Seal;
        _ = Encoding.ASCII.GetChars(signature, text[1..]);
        int mark = id.IndexOf(Mark, StringComparison.Ordinal);
        return string.Concat(id.AsSpan(0, mark), text, id.AsSpan(mark));
    }

    /// <summary>Gets whether the id has a signature by this key.</summary>
    public bool IsValid(string id)
    {
        int seal = SealOf(id);
        if (seal < 0 || id.Length > MaxLength || !Ascii.IsValid(id))
        {
            return false;
        }

        Span<byte> signature = stackalloc byte[SignatureLength];
        Compute(id.AsSpan(0, seal), id.AsSpan(seal + SignatureLength + 1), signature);
        Span<byte> shown = stackalloc byte[SignatureLength];
        _ = Encoding.ASCII.GetBytes(id.AsSpan(seal + 1, SignatureLength), shown);
        return CryptographicOperations.FixedTimeEquals(signature, shown);
    }

    /// <summary>The position of the seal, which is followed by a signature and the mark; -1 for none.</summary>
    private static int SealOf(string id)
    {
        int mark = id.IndexOf(Mark, StringComparison.Ordinal);
        int seal = mark - SignatureLength - 1;
        return seal > 0 && id[seal] == Seal ? seal : -1;
    }

    private void Compute(ReadOnlySpan<char> before, ReadOnlySpan<char> after, Span<byte> signature)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        int length = Encoding.ASCII.GetBytes(before, text);
        length += Encoding.ASCII.GetBytes(after, text[length..]);
        Span<byte> hash = stackalloc byte[SignatureBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(hash, SipHash.Compute(_key, text[..length]));
        _ = Base64Url.EncodeToUtf8(hash, signature);
    }
}
