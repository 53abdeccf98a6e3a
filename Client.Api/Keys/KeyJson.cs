using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Keys;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Keys;

/// <summary>Source-generated JSON contracts of keys and tokens.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UserIdJsonConverter)])]
[JsonSerializable(typeof(KeyListResponse))]
[JsonSerializable(typeof(KeyResponse))]
[JsonSerializable(typeof(NewKeyResponse))]
[JsonSerializable(typeof(TokenKeyResponse))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(RawKey))]
[JsonSerializable(typeof(RawRotation))]
[JsonSerializable(typeof(RawTokenRequest))]
[JsonSerializable(typeof(RawSecretRotation))]
internal sealed partial class KeyJson : JsonSerializerContext;

/// <summary>The body of a new key.</summary>
internal sealed record RawKey
{
    /// <summary>The name for logs, limits and audit records. Unique among the valid keys.</summary>
    [Required, MinLength(1), MaxLength(64)]
    public string? Name { get; init; }

    /// <summary>The role: public, ingest, serve, manage, operate, read or write.</summary>
    [Required, AllowedValues("public", "ingest", "serve", "manage", "operate", "read", "write")]
    public string? Role { get; init; }

    /// <summary>The origins whose pages may use a public key, for example https://shop.example.</summary>
    [MaxLength(32)]
    public IReadOnlyList<string?>? Origins { get; init; }
}

/// <summary>The body of a key's rotation.</summary>
internal sealed record RawRotation
{
    /// <summary>The default of <see cref="GraceMinutes"/>.</summary>
    public const int DefaultGraceMinutes = 60;

    /// <summary>How long the old text stays valid, minutes.</summary>
    [Range(0, 10_080)]
    public int? GraceMinutes { get; init; }
}

/// <summary>The body of a request for a user token.</summary>
internal sealed record RawTokenRequest
{
    /// <summary>The user that the token names; not set for a new anonymous user.</summary>
    [MaxLength(256)]
    public string? UserId { get; init; }
}

/// <summary>The body of a rotation of the token secret.</summary>
internal sealed record RawSecretRotation
{
    /// <summary>True refuses tokens of older secrets from now on.</summary>
    public bool? DropOld { get; init; }
}

/// <summary>A user token.</summary>
/// <param name="UserId">The user that the token names.</param>
/// <param name="Token">The token, for the header Authorization: Bearer.</param>
/// <param name="ExpiresAt">When the token expires.</param>
internal sealed record TokenResponse(UserId UserId, string Token, DateTimeOffset ExpiresAt);

/// <summary>A secret of user tokens, without the secret itself.</summary>
/// <param name="Id">The key id (kid) in tokens.</param>
/// <param name="CreatedAt">When it was created.</param>
internal sealed record TokenKeyResponse(string Id, DateTimeOffset CreatedAt);

/// <summary>The response that shows the text of a key, once.</summary>
/// <param name="Text">The text that clients send in X-Api-Key. It is stored nowhere.</param>
/// <param name="Key">The key.</param>
internal sealed record NewKeyResponse(string Text, KeyResponse Key);

/// <summary>The response to <c>GET /v1/keys</c>.</summary>
/// <param name="Keys">The keys of the settings, then those created at run time, oldest first.</param>
/// <param name="TokenKeys">The cluster's secrets of user tokens, newest first.</param>
/// <param name="Changes">The latest changes, newest first.</param>
internal sealed record KeyListResponse(
    ImmutableArray<KeyResponse> Keys, ImmutableArray<TokenKeyResponse> TokenKeys, ImmutableArray<KeyChange> Changes);

/// <summary>A key without its text.</summary>
internal sealed record KeyResponse
{
    /// <summary>The id for rotation and revocation; null for a key of the settings.</summary>
    public string? Id { get; init; }

    /// <summary>The name for logs, limits and audit records.</summary>
    public required string Name { get; init; }

    /// <summary>The role.</summary>
    public required string Role { get; init; }

    /// <summary>The origins of a public key.</summary>
    public ImmutableArray<string> Origins { get; init; } = [];

    /// <summary>When the key was created; null for a key of the settings.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When its text was replaced; null for never.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>Until when the text before is accepted; null for none.</summary>
    public DateTimeOffset? OldUntil { get; init; }

    /// <summary>When the key was revoked; null for a valid key.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The last use, to about a minute; for a key of the settings, the last use in this process.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Describes a key of the settings.</summary>
    public static KeyResponse Of(KnownKey key) => new()
    {
        Name = key.Name,
        Role = RoleRights.NameOf(key.Role),
        Origins = [.. key.Origins],
        LastUsedAt = key.UsedAtMs > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(key.UsedAtMs) : null,
    };

    /// <summary>Describes a key that was created at run time.</summary>
    public static KeyResponse Of(RuntimeKey key) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Role = key.Role,
        Origins = key.Origins,
        CreatedAt = key.CreatedAt,
        RotatedAt = key.RotatedAt,
        OldUntil = key.OldUntil,
        RevokedAt = key.RevokedAt,
        LastUsedAt = key.LastUsedAt,
    };
}
