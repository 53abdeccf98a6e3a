using System.Collections.Immutable;

namespace Personalization.Abstractions.Keys;

/// <summary>All keys and secrets of a moment. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.KeyBoard")]
public sealed record KeyBoard
{
    /// <summary>Rises with every change but not with a use of a key.</summary>
    [Id(0)]
    public required long Version { get; init; }

    /// <summary>The keys in the order of their creation, including revoked ones.</summary>
    [Id(1)]
    public ImmutableArray<RuntimeKey> Keys { get; init; } = [];

    /// <summary>The secrets of user tokens, newest first. The first one signs.</summary>
    [Id(2)]
    public ImmutableArray<TokenSecret> TokenSecrets { get; init; } = [];

    /// <summary>The latest changes, newest first.</summary>
    [Id(3)]
    public ImmutableArray<KeyChange> Changes { get; init; } = [];
}

/// <summary>A key that was created at run time. Its text is stored nowhere. Immutable.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.RuntimeKey")]
public sealed record RuntimeKey
{
    /// <summary>The id in routes and logs: lower-case letters and digits.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The name for logs, limits and audit records.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>The role in lower case. The API knows the roles.</summary>
    [Id(2)]
    public required string Role { get; init; }

    /// <summary>The SHA-256 of the key's UTF-8 bytes in upper-case hexadecimal.</summary>
    [Id(3)]
    public required string Hash { get; init; }

    /// <summary>The origins whose pages may use a public key.</summary>
    [Id(4)]
    public ImmutableArray<string> Origins { get; init; } = [];

    /// <summary>When the key was created.</summary>
    [Id(5)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the key's text was replaced; null for never.</summary>
    [Id(6)]
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>The hash of the text before the last rotation; null for none.</summary>
    [Id(7)]
    public string? OldHash { get; init; }

    /// <summary>The time until which the text before the last rotation is accepted.</summary>
    [Id(8)]
    public DateTimeOffset? OldUntil { get; init; }

    /// <summary>When the key was revoked; null for a valid key.</summary>
    [Id(9)]
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When an API process last accepted the key, to about a minute; null for never.</summary>
    [Id(10)]
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>A secret that signs user tokens with HS256. Immutable.</summary>
/// <param name="Id">The key id (<c>kid</c>) in tokens.</param>
/// <param name="Secret">32 random bytes in base64.</param>
/// <param name="CreatedAt">When the secret was created.</param>
[GenerateSerializer, Immutable, Alias("Personalization.TokenSecret")]
public sealed record TokenSecret(
    [property: Id(0)] string Id, [property: Id(1)] string Secret, [property: Id(2)] DateTimeOffset CreatedAt);

/// <summary>A change of the keys. Immutable.</summary>
/// <param name="At">When it was made.</param>
/// <param name="By">The operator's name.</param>
/// <param name="Action"><c>created</c>, <c>rotated</c>, <c>revoked</c> or <c>tokenSecretRotated</c>.</param>
/// <param name="KeyId">The id of the key or of the secret.</param>
/// <param name="Name">The name of the key; empty for a secret.</param>
[GenerateSerializer, Immutable, Alias("Personalization.KeyChange")]
public sealed record KeyChange(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string By,
    [property: Id(2)] string Action,
    [property: Id(3)] string KeyId,
    [property: Id(4)] string Name);

/// <summary>The last use of a key. Immutable.</summary>
/// <param name="KeyId">The key's id.</param>
/// <param name="At">When an API process last accepted it.</param>
[GenerateSerializer, Immutable, Alias("Personalization.KeyUse")]
public readonly record struct KeyUse([property: Id(0)] string KeyId, [property: Id(1)] DateTimeOffset At);

/// <summary>The secret that signs recommendation ids. Immutable.</summary>
/// <param name="Secret">32 random bytes in base64.</param>
/// <param name="UnsignedUntil">Lists before this time have ids without a signature.</param>
[GenerateSerializer, Immutable, Alias("Personalization.IdSecret")]
public sealed record IdSecret([property: Id(0)] string Secret, [property: Id(1)] DateTimeOffset UnsignedUntil);
