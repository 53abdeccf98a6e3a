using System.Globalization;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Settings;
using Personalization.OperatorConsole.Access;

namespace Personalization.Client.Api.OperatorConsole;

/// <summary>Opens the console for the keys of the roles operate and serve.</summary>
/// <remarks>
/// A session is a token signed with the cluster's secret of user tokens, for another audience. So each API process of a
/// cluster accepts it, and it ends when its key is revoked or its role changes.
/// </remarks>
internal sealed class ConsoleDoor(ApiKeyRing ring, TokenKeys keys, WrongKeys wrong, TimeProvider time) : IConsoleDoor
{
    private const string Audience = "personalization-console";
    private const string KeyClaim = "key";

    /// <summary>A working day.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(10);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    public bool IsOpen => ring.IsOpen;

    public string? EngineKey => ring.ConsoleKey;

    public ConsoleSignIn SignIn(string key, object address)
    {
        KnownKey? known = ring.Find(key);
        if (known is null || known == ring.Console)
        {
            TimeSpan? wait = wrong.Count(address);
            return Refused(
                wait is null ? "This API key is unknown." : "This address has sent too many unknown API keys.", wait);
        }

        if (!wrong.Accepts(known, address))
        {
            return Refused("This address has sent too many unknown API keys.", WrongKeys.OneMoreEvery);
        }

        if (known.Role is not (ApiRole.Operate or ApiRole.Serve))
        {
            string role = RoleRights.NameOf(known.Role);
            return Refused($"The console needs a key with the role operate or serve but the key's role is {role}.");
        }

        if (keys.Current.Signing is not { } signing)
        {
            return Refused("The secret that signs sessions is not known yet. Try again in a few seconds.");
        }

        DateTimeOffset expires = time.GetUtcNow() + Lifetime;
        string session = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Audience = Audience,
            IssuedAt = time.GetUtcNow().UtcDateTime,
            Expires = expires.UtcDateTime,
            Subject = new ClaimsIdentity([new Claim(KeyClaim, Fingerprint(known))]),
            SigningCredentials = signing,
        });
        return new ConsoleSignIn(session, expires);
    }

    public ConsoleUser? Read(string? session)
    {
        if (string.IsNullOrEmpty(session))
        {
            return null;
        }

        // Completes synchronously: no key is fetched.
        TokenValidationResult result = _handler.ValidateTokenAsync(
            session, keys.RulesOfSessions(Audience, time)).GetAwaiter().GetResult();
        if (!result.IsValid
            || !result.Claims.TryGetValue(KeyClaim, out object? claim)
            || claim is not string fingerprint)
        {
            return null;
        }

        KnownKey? key = ring.Configured.Concat(ring.Runtime).FirstOrDefault(key => Fingerprint(key) == fingerprint);
        return key?.Role is ApiRole.Operate or ApiRole.Serve
            ? new ConsoleUser(key.Name, key.Role == ApiRole.Operate)
            : null;
    }

    private static ConsoleSignIn Refused(string problem, TimeSpan? wait = null) => new(null, default, problem, wait);

    /// <summary>Names a key and its role without showing the key: the start of the hash of its hash.</summary>
    private static string Fingerprint(KnownKey key) => string.Create(
        CultureInfo.InvariantCulture,
        $"{key.Role}-{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(key.Hash).AsSpan(0, 12))}");
}
