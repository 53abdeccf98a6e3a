using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Settings;

/// <summary>
/// One key of <c>Personalization:Api:Tokens:Keys</c>: either a shared secret (HS256) or a PEM file (ES256).
/// </summary>
internal sealed class TokenKeySetting
{
    /// <summary>The key id: the value of <c>kid</c> in the header of tokens.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9._-]{1,64}$")]
    public string? Id { get; set; }

    /// <summary>The secret of HS256. Backends with the secret can issue tokens without the API.</summary>
    [StringLength(512, MinimumLength = 32)]
    public string? HmacKey { get; set; }

    /// <summary>
    /// The PEM file of a P-256 key for ES256. With the public key only, the API checks tokens and does not issue them.
    /// </summary>
    [StringLength(4_096, MinimumLength = 1)]
    public string? EcdsaPemFile { get; set; }
}
