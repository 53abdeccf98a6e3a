using System.IO.Hashing;
using System.Text;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>Maps users to positions that are uniform between 0 and 1.</summary>
/// <remarks>A position depends only on the salt and the user id. Positions under two salts are independent.</remarks>
public sealed class Salt
{
    private const double PerStep = 1.0 / (1L << 53);
    private readonly byte[] _prefix;

    /// <summary>Creates a salt from a purpose and a name.</summary>
    /// <remarks>
    /// Both end in a zero byte, which no identifier contains, so that different pairs give different salts.
    /// </remarks>
    public Salt(string purpose, string name) => _prefix = Encoding.UTF8.GetBytes($"{purpose}\0{name}\0");

    /// <summary>Gets a user's position, 0 inclusive to 1 exclusive, in steps of 2^-53.</summary>
    public double Position(UserId user)
    {
        string id = user.Value;
        Span<byte> bytes = stackalloc byte[_prefix.Length + Encoding.UTF8.GetMaxByteCount(id.Length)];
        _prefix.CopyTo(bytes);
        int length = _prefix.Length + Encoding.UTF8.GetBytes(id, bytes[_prefix.Length..]);
        return (XxHash3.HashToUInt64(bytes[..length]) >> 11) * PerStep;
    }
}
