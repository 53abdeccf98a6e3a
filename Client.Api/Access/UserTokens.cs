using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Access;

/// <summary>Issues and checks user tokens: short-lived signed JWTs that name the one user of a page.</summary>
/// <remarks>
/// A checked token is cached until it expires or the keys change: a check costs as much as half a cached list. The
/// cache is direct-mapped like the cached lists: its memory is bounded, and no eviction runs.
/// </remarks>
internal sealed class UserTokens(ApiOptions options, TokenKeys keys, TimeProvider time)
{
    /// <summary>The audience that every token names.</summary>
    public const string Audience = "personalization";

    /// <summary>The prefix of the ids of anonymous users from the API.</summary>
    public const string AnonymousPrefix = "anon-";

    /// <summary>The longest accepted time to a token's expiry.</summary>
    public static readonly TimeSpan MaxLife = TimeSpan.FromHours(24);

    private const int MaxLength = 4_096;
    private const int Slots = 16_384;
    private const string Scheme = "Bearer ";

    /// <summary>How long an anonymous user's expired token can be exchanged for a new one.</summary>
    private static readonly TimeSpan RenewTime = TimeSpan.FromDays(30);

    /// <summary>How far the clock of a token's issuer may differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private volatile Cache _cache = new(null, []);

    /// <summary>Reads the user of the request's token.</summary>
    /// <param name="authorization">The header <c>Authorization</c>.</param>
    /// <param name="user">The user; default without a valid token.</param>
    /// <returns>The reason why there is no valid token; null for a valid token.</returns>
    public string? Read(string? authorization, out UserId user)
    {
        user = default;
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return "Send a user token in the header Authorization: Bearer.";
        }

        Cache cache = CacheOf(keys.Current);
        ref Checked? slot = ref cache.Slots[(uint)authorization.GetHashCode(StringComparison.Ordinal) % Slots];
        if (Volatile.Read(ref slot) is not { } known || known.Header != authorization)
        {
            if (Check(authorization[Scheme.Length..].Trim(), TimeSpan.Zero, out known) is { } problem)
            {
                return problem;
            }

            known = known! with { Header = authorization };
            Volatile.Write(ref slot, known);
        }

        if (known.ExpiresAt + ClockSkew <= time.GetUtcNow())
        {
            return "The user token has expired.";
        }

        user = known.User;
        return null;
    }

    /// <summary>
    /// Reads the anonymous user of a token for its renewal, also some time after the token has expired; null when there
    /// is none.
    /// </summary>
    public UserId? ReadForRenewal(string? authorization) =>
        authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true
        && Check(authorization[Scheme.Length..].Trim(), RenewTime, out Checked? known) is null
        && known!.User.Value.StartsWith(AnonymousPrefix, StringComparison.Ordinal)
            ? known.User
            : null;

    /// <summary>Issues a token; null while no key that can sign is known.</summary>
    public IssuedToken? Issue(UserId user)
    {
        if (keys.Current.Signing is not { } signing)
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset expires = now.AddMinutes(options.Tokens.LifetimeMinutes);
        string token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Subject = new ClaimsIdentity([new Claim(JwtRegisteredClaimNames.Sub, user.Value)]),
            SigningCredentials = signing,
        });
        return new IssuedToken(user, token, DateTimeOffset.FromUnixTimeSeconds(expires.ToUnixTimeSeconds()));
    }

    private Cache CacheOf(TokenKeyTable table)
    {
        Cache cache = _cache;
        if (!ReferenceEquals(cache.Keys, table))
        {
            // Tokens of a key that is gone must not stay valid.
            _cache = cache = new Cache(table, new Checked?[Slots]);
        }

        return cache;
    }

    private string? Check(string token, TimeSpan expiredFor, out Checked? read)
    {
        read = null;
        if (token.Length is 0 or > MaxLength)
        {
            return "The user token is not a JWT.";
        }

        TokenValidationParameters rules = keys.RulesOf(
            Audience, (begins, expires, _, _) => IsInTime(begins, expires, expiredFor));

        // Completes synchronously: no key is fetched.
        TokenValidationResult result = _handler.ValidateTokenAsync(token, rules).GetAwaiter().GetResult();
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
        {
            return result.Exception is SecurityTokenInvalidLifetimeException
                ? $"The user token has expired, or expires in more than {MaxLife.TotalHours:0} hours."
                : "The user token is not valid: its signature, key id, algorithm or audience is wrong.";
        }

        if (UserId.TryCreate(jwt.Subject, out UserId user) is { } problem)
        {
            return $"The subject (sub) of the user token {problem}.";
        }

        if (SyntheticUsers.Contains(user))
        {
            return "The subject (sub) of the user token is reserved for the engine.";
        }

        read = new Checked(string.Empty, user, new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero));
        return null;
    }

    private bool IsInTime(DateTime? begins, DateTime? expires, TimeSpan expiredFor)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        return expires is { } end
            && end + ClockSkew + expiredFor > now
            && end <= now + MaxLife + ClockSkew
            && (begins is not { } start || start <= now + ClockSkew);
    }

    private sealed record Checked(string Header, UserId User, DateTimeOffset ExpiresAt);

    private sealed record Cache(TokenKeyTable? Keys, Checked?[] Slots);
}

/// <summary>A new user token.</summary>
/// <param name="User">The user that the token names.</param>
/// <param name="Token">The token.</param>
/// <param name="ExpiresAt">When the token expires.</param>
internal sealed record IssuedToken(UserId User, string Token, DateTimeOffset ExpiresAt);
