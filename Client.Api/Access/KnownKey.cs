using System.Collections.Frozen;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Access;

/// <summary>A valid API key, from the settings or created at run time. The text is not kept.</summary>
internal sealed class KnownKey
{
    private long _usedAt;

    /// <summary>Creates a key.</summary>
    /// <param name="name">The name for logs, rate limits and audit records.</param>
    /// <param name="hash">The SHA-256 of the key, 32 bytes.</param>
    /// <param name="role">The role.</param>
    /// <param name="origins">The origins of a public key.</param>
    /// <param name="id">The id of a key that was created at run time; null for a key of the settings.</param>
    /// <param name="isForOwnPages">Whether pages of the API's own origin may use a public key.</param>
    public KnownKey(
        string name,
        byte[] hash,
        ApiRole role,
        IEnumerable<string> origins,
        string? id = null,
        bool isForOwnPages = false)
    {
        IsForOwnPages = isForOwnPages;
        Name = name;
        Hash = hash;
        Role = role;
        Id = id;
        Origins = origins.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Caller = new Caller(this, null);
    }

    /// <summary>The name for logs, rate limits and audit records.</summary>
    public string Name { get; }

    /// <summary>The SHA-256 of the key, 32 bytes.</summary>
    public byte[] Hash { get; }

    /// <summary>The role.</summary>
    public ApiRole Role { get; }

    /// <summary>The id of a key that was created at run time; null for a key of the settings.</summary>
    public string? Id { get; }

    /// <summary>The origins whose pages may use the key. Only a public key has some.</summary>
    public FrozenSet<string> Origins { get; }

    /// <summary>Whether pages of the API's own origin may use the key, instead of pages of its origins.</summary>
    public bool IsForOwnPages { get; }

    /// <summary>The caller of a request with this key and without a user token.</summary>
    public Caller Caller { get; }

    /// <summary>When the key was last accepted, milliseconds of Unix time; 0 for never.</summary>
    public long UsedAtMs => Volatile.Read(ref _usedAt);

    /// <summary>Notes that the key was accepted.</summary>
    public void Use(DateTimeOffset now)
    {
        long ms = now.ToUnixTimeMilliseconds();
        if (ms - UsedAtMs >= 1_000)
        {
            Volatile.Write(ref _usedAt, ms);
        }
    }
}

/// <summary>The sender of a request.</summary>
/// <param name="Key">The API key.</param>
/// <param name="User">The user that the request is limited to; null for all users.</param>
internal sealed record Caller(KnownKey Key, UserId? User);
