using System.Security.Cryptography;

namespace Personalization.Grains.Serving;

/// <summary>Creates ids of 80 random bits.</summary>
public sealed class RandomIdSource : IIdSource
{
    /// <inheritdoc/>
    public string NextId() => RandomNumberGenerator.GetString("0123456789abcdefghijklmnopqrstuv", 16);
}
