using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Personalization.Client.Api.Access;

/// <summary>The token keys of a moment. Immutable.</summary>
internal sealed class TokenKeyTable
{
    private readonly FrozenDictionary<string, SecurityKey[]> _byId;
    private readonly string[] _ids;

    /// <summary>Combines keys. The first one that can sign signs.</summary>
    public TokenKeyTable(IReadOnlyList<SecurityKey> keys)
    {
        _ids = [.. keys.Select(key => key.KeyId)];
        _byId = keys.DistinctBy(key => key.KeyId)
            .ToFrozenDictionary(key => key.KeyId, key => new[] { key }, StringComparer.Ordinal);
        Signing = keys.Select(ToSigning).FirstOrDefault(credentials => credentials is not null);
    }

    /// <summary>The key that signs; null for none.</summary>
    public SigningCredentials? Signing { get; }

    /// <summary>The ids of the keys, in the order of the settings and then newest first.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>Finds the key of a token; none for an unknown id or a token without one.</summary>
    public IEnumerable<SecurityKey> Find(string? id) => id is not null && _byId.TryGetValue(id, out SecurityKey[]? key)
        ? key
        : [];

    /// <summary>Gets whether the table has the same keys. A key with an id never changes.</summary>
    public bool HasSame(IEnumerable<SecurityKey> keys) => keys.Select(key => key.KeyId).SequenceEqual(_ids);

    private static SigningCredentials? ToSigning(SecurityKey key) => key switch
    {
        SymmetricSecurityKey => new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        ECDsaSecurityKey { ECDsa: var pair } when CanSign(pair) =>
            new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256),
        _ => null,
    };

    /// <summary>Whether the pair has its private key. The library does not know.</summary>
    private static bool CanSign(ECDsa pair)
    {
        try
        {
            _ = pair.SignHash(new byte[SHA256.HashSizeInBytes]);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
