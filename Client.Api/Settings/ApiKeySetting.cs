using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Settings;

/// <summary>One key of <c>Personalization:Api:Keys</c>: either the key itself or its SHA-256.</summary>
internal sealed class ApiKeySetting
{
    /// <summary>A name for logs and rate limits; the key's place in the list when not given.</summary>
    [StringLength(64)]
    public string? Name { get; set; }

    /// <summary>The key as clients send it in <c>X-Api-Key</c>: at least 16 characters.</summary>
    [StringLength(256, MinimumLength = 16)]
    public string? Key { get; set; }

    /// <summary>The SHA-256 of the key's UTF-8 bytes, 64 hexadecimal digits: keeps the key itself out of the settings.</summary>
    [RegularExpression("^[0-9A-Fa-f]{64}$")]
    public string? KeySha256 { get; set; }

    /// <summary>What the key may do: <c>read</c>, <c>write</c> or <c>operate</c>.</summary>
    [Required]
    public ApiRole? Role { get; set; }
}
