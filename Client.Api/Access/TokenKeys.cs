using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Personalization.Abstractions.Keys;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;

namespace Personalization.Client.Api.Access;

/// <summary>The keys of user tokens: those of the settings, and the secrets of the cluster.</summary>
internal sealed class TokenKeys
{
    private readonly ImmutableArray<SecurityKey> _configured;
    private volatile TokenKeyTable _current;

    /// <summary>Reads the keys of the settings.</summary>
    /// <exception cref="SettingsRefusedException">A PEM file is unreadable or has no P-256 key.</exception>
    public TokenKeys(ApiOptions options)
    {
        _configured = [.. options.Tokens.Keys.Select(Read)];
        _current = new TokenKeyTable(_configured);
    }

    /// <summary>The present keys.</summary>
    public TokenKeyTable Current => _current;

    /// <summary>Replaces the secrets of the cluster.</summary>
    /// <param name="secrets">The secrets, newest first.</param>
    public void Set(ImmutableArray<TokenSecret> secrets)
    {
        SecurityKey[] cluster =
        [
            .. secrets.Select(secret => new SymmetricSecurityKey(Convert.FromBase64String(secret.Secret))
            {
                KeyId = secret.Id,
            }),
        ];
        if (!_current.HasSame(_configured.Concat(cluster)))
        {
            _current = new TokenKeyTable([.. _configured, .. cluster]);
        }
    }

    /// <summary>Gets the rules of a token that one of the keys has signed.</summary>
    /// <param name="audience">The audience that the token must have.</param>
    /// <param name="isInTime">Decides whether the token is valid now.</param>
    public TokenValidationParameters RulesOf(string audience, LifetimeValidator isInTime) => new()
    {
        ValidAudience = audience,
        ValidateIssuer = false,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256, SecurityAlgorithms.EcdsaSha256],
        TryAllIssuerSigningKeys = false,
        IssuerSigningKeyResolver = (_, _, kid, _) => Current.Find(kid),
        LifetimeValidator = isInTime,
    };

    /// <summary>Gets the rules of a session in a browser: a token that has not expired.</summary>
    public TokenValidationParameters RulesOfSessions(string audience, TimeProvider time) => RulesOf(
        audience, (_, expires, _, _) => expires is { } end && end > time.GetUtcNow().UtcDateTime);

    private static SecurityKey Read(TokenKeySetting setting, int index)
    {
        if (setting.HmacKey is { } secret)
        {
            return new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)) { KeyId = setting.Id };
        }

        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(setting.EcdsaPemFile!));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException
            or CryptographicException)
        {
            throw Refused(index, setting, error.Message);
        }

        return key.KeySize == 256
            ? new ECDsaSecurityKey(key) { KeyId = setting.Id }
            : throw Refused(index, setting, $"the key must be a P-256 key but has {key.KeySize} bits.");
    }

    private static SettingsRefusedException Refused(int index, TokenKeySetting setting, string problem) => new(
        [$"{ApiOptions.Section}:Tokens:Keys:{index}:EcdsaPemFile is '{setting.EcdsaPemFile}': {problem}"]);
}
