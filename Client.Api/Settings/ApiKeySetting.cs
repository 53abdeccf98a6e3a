using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Settings;

/// <summary>One key of <c>Personalization:Api:Keys</c>: either the key itself or its SHA-256.</summary>
internal sealed class ApiKeySetting
{
    /// <summary>The name for logs, limits and audit records. Default: the position in the list.</summary>
    [StringLength(64)]
    public string? Name { get; set; }

    /// <summary>The key that clients send in <c>X-Api-Key</c>. Set either <c>Key</c> or <c>KeySha256</c>.</summary>
    [StringLength(256, MinimumLength = 16)]
    public string? Key { get; set; }

    /// <summary>
    /// The SHA-256 of the key's UTF-8 bytes in hexadecimal. It keeps the key itself out of the settings.
    /// </summary>
    [RegularExpression("^[0-9A-Fa-f]{64}$")]
    public string? KeySha256 { get; set; }

    /// <summary>The role of the key. The guide on keys says what each role may do.</summary>
    [Required]
    public ApiRole? Role { get; set; }

    /// <summary>
    /// The origins whose pages may use a key of the role <c>Public</c>, for example <c>https://shop.example</c>.
    /// </summary>
    [MaxLength(32)]
    public IReadOnlyList<string> Origins { get; set; } = [];
}
