using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Personalization.Abstractions.Keys;

/// <summary>
/// The only owner of the keys that are created at run time and of the cluster's secrets. Key: 0.
/// </summary>
/// <remarks>
/// Not on the path of a request: API processes and silos hold copies and renew them every few seconds.
/// </remarks>
[GrainInterfaceType("Personalization.IKeysGrain"), Alias("Personalization.IKeysGrain")]
public interface IKeysGrain : IGrainWithIntegerKey
{
    /// <summary>Gets the keys.</summary>
    /// <param name="known">The version that the caller holds; 0 for none.</param>
    /// <returns>The keys; null when the caller's version is the latest.</returns>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<KeyBoard?> GetAsync(long known);

    /// <summary>Gets the secret that signs recommendation ids. Creates it at the first call.</summary>
    [Alias("IdSecret")]
    ValueTask<IdSecret> GetIdSecretAsync();

    /// <summary>Stores a new key.</summary>
    /// <param name="key">The key; its id must be new.</param>
    /// <param name="by">The operator's name, for the change log.</param>
    /// <exception cref="InvalidOperationException">
    /// The id, the name or the hash is in use, or the most keys are stored.
    /// </exception>
    [Alias("Create")]
    ValueTask<RuntimeKey> CreateAsync(RuntimeKey key, string by);

    /// <summary>Replaces the text of a key.</summary>
    /// <param name="id">The key's id.</param>
    /// <param name="hash">The SHA-256 of the new text in upper-case hexadecimal.</param>
    /// <param name="oldUntil">The time until which the old text is accepted too.</param>
    /// <param name="by">The operator's name, for the change log.</param>
    /// <returns>The key; null when it does not exist or is revoked.</returns>
    [Alias("Rotate")]
    ValueTask<RuntimeKey?> RotateAsync(string id, string hash, DateTimeOffset oldUntil, string by);

    /// <summary>Revokes a key for ever. Revoking it again changes nothing.</summary>
    /// <returns>The key; null when it does not exist.</returns>
    [Alias("Revoke")]
    ValueTask<RuntimeKey?> RevokeAsync(string id, string by);

    /// <summary>Reports when keys were used. Stored at most once a minute.</summary>
    [Alias("Used")]
    ValueTask UsedAsync(ImmutableArray<KeyUse> uses);

    /// <summary>
    /// Creates the secret that signs user tokens. Tokens of the secret before it stay valid until they expire.
    /// </summary>
    /// <param name="dropOld">True refuses tokens of older secrets from now on.</param>
    /// <param name="by">The operator's name, for the change log.</param>
    /// <returns>The id of the new secret.</returns>
    [Alias("RotateTokenSecret")]
    ValueTask<string> RotateTokenSecretAsync(bool dropOld, string by);
}
