using System.IO.Hashing;
using System.Text;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Experiments.Assignment;

/// <summary>Places users evenly between 0 and 1: for ever the same by salt and user id, and independently for any two salts.</summary>
public sealed class Salt
{
    private const double PerStep = 1.0 / (1L << 53);
    private readonly byte[] _prefix;

    /// <summary>Makes a salt of a purpose and a name. Their bytes end in 0, which no identifier contains, so no two run together.</summary>
    public Salt(string purpose, string name) => _prefix = Encoding.UTF8.GetBytes($"{purpose}\0{name}\0");

    /// <summary>A user's position, 0 inclusive to 1 exclusive, in steps of 2^-53.</summary>
    public double Position(UserId user)
    {
        string id = user.Value;
        Span<byte> bytes = stackalloc byte[_prefix.Length + Encoding.UTF8.GetMaxByteCount(id.Length)];
        _prefix.CopyTo(bytes);
        int length = _prefix.Length + Encoding.UTF8.GetBytes(id, bytes[_prefix.Length..]);
        return (XxHash3.HashToUInt64(bytes[..length]) >> 11) * PerStep;
    }
}
