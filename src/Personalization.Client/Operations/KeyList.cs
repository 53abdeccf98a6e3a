namespace Personalization.Client.Operations;

/// <summary>The API keys and their latest changes.</summary>
public sealed record KeyList
{
    /// <summary>The keys of the settings, then those created at run time.</summary>
    public IReadOnlyList<ApiKey> Keys { get; init => field = value ?? []; } = [];

    /// <summary>The latest changes, newest first.</summary>
    public IReadOnlyList<KeyChange> Changes { get; init => field = value ?? []; } = [];
}

/// <summary>A key without its text.</summary>
public sealed record ApiKey
{
    /// <summary>The id for rotation and revocation; null for a key of the settings.</summary>
    public string? Id { get; init; }

    /// <summary>The name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The role: public, ingest, serve, manage, operate, read or write.</summary>
    public string Role { get; init; } = string.Empty;

    /// <summary>The origins of a public key.</summary>
    public IReadOnlyList<string> Origins { get; init => field = value ?? []; } = [];

    /// <summary>When the key was created; null for a key of the settings.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the key was revoked; null for a valid key.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When the key was last used, to about a minute; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>A change of the keys.</summary>
/// <param name="At">When it was made.</param>
/// <param name="By">Who made it.</param>
/// <param name="Action"><c>created</c>, <c>rotated</c>, <c>revoked</c> or <c>tokenSecretRotated</c>.</param>
/// <param name="KeyId">The id of the key or of the secret.</param>
/// <param name="Name">The name of the key; empty for a secret.</param>
public sealed record KeyChange(DateTimeOffset At, string By, string Action, string KeyId, string Name);

/// <summary>A key with its text. Only this answer shows the text.</summary>
/// <param name="Text">The text that clients send in <c>X-Api-Key</c>.</param>
/// <param name="Key">The key.</param>
public sealed record NewApiKey(string Text, ApiKey Key);

/// <summary>A user token.</summary>
/// <param name="UserId">The user that the token names.</param>
/// <param name="Token">The token, for the header <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresAt">When the token expires.</param>
public sealed record UserToken(string UserId, string Token, DateTimeOffset ExpiresAt);
