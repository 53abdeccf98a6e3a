using System.Security.Cryptography;

namespace Personalization.Grains.Serving;

/// <summary>Creates ids of 80 random bits: 16 characters with 5 bits each.</summary>
/// <remarks>With a billion ids the probability of a collision is about one in two million.</remarks>
public sealed class RandomIdSource : IIdSource
{
    /// <inheritdoc/>
    public string NextId() => RandomNumberGenerator.GetString("0123456789abcdefghijklmnopqrstuv", 16);
}
