using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Settings;

/// <summary>How user tokens are signed, checked and issued.</summary>
internal sealed class TokenSettings
{
    /// <summary>
    /// The keys of user tokens. The first one that can sign signs; all are accepted. Without keys the cluster signs
    /// with its own secret.
    /// </summary>
    [MaxLength(16)]
    public IReadOnlyList<TokenKeySetting> Keys { get; set; } = [];

    /// <summary>The life of a token that the API issues, minutes.</summary>
    [Range(1, 1_440)]
    public int LifetimeMinutes { get; set; } = 60;

    /// <summary>
    /// True lets pages with a public key get a token for a new anonymous user from the API. False: only the page's
    /// backend gets tokens.
    /// </summary>
    public bool Anonymous { get; set; }

    /// <summary>The number of anonymous tokens per minute for each address.</summary>
    [Range(1, 100_000)]
    public int AnonymousPerMinute { get; set; } = 30;
}
