using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Demo;

/// <summary>The sessions of the demo shop: a cookie names the visitor or the signed-in shopper of a browser.</summary>
/// <remarks>
/// A session is signed with the cluster's secret of user tokens, for another audience, so that each API process accepts
/// it. Sign-in needs no password. Therefore it gives only ids of the sample's shoppers or ids with the prefix
/// <c>demo-</c>: nobody becomes a user of another shop on the same engine.
/// </remarks>
internal sealed class DemoVisitors(TokenKeys keys, TimeProvider time)
{
    /// <summary>The prefix of the ids of shoppers who sign in by a name.</summary>
    public const string SignedInPrefix = "demo-";

    private const string Audience = "personalization-demo";
    private const string Cookie = "demo_visitor";
    private const string SamplePrefix = "shopper-";
    private const int SampleDigits = 3;
    private const int AnonymousIdBytes = 16;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Gets the id of a shopper who signs in; the text is the id of a sample shopper or a name.</summary>
    public static string IdOf(string name) => IsSample(name) ? name : SignedInPrefix + name;

    /// <summary>Whether a user is an anonymous visitor.</summary>
    public static bool IsAnonymous(UserId user) =>
        user.Value.StartsWith(UserTokens.AnonymousPrefix, StringComparison.Ordinal);

    /// <summary>Gets the user of a browser's session; null for none.</summary>
    public UserId? Read(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 } session)
        {
            return null;
        }

        // Completes synchronously: no key is fetched.
        TokenValidationResult result = _handler.ValidateTokenAsync(
            session, keys.RulesOfSessions(Audience, time)).GetAwaiter().GetResult();
        return result.IsValid
            && result.SecurityToken is JsonWebToken token
            && UserId.TryCreate(token.Subject, out UserId user) is null
                ? user
                : null;
    }

    /// <summary>Starts a session of a new anonymous visitor.</summary>
    public UserId Open(HttpContext context)
    {
        UserId visitor = UserId.Create(UserTokens.AnonymousPrefix
            + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(AnonymousIdBytes)));
        Open(context, visitor);
        return visitor;
    }

    /// <summary>Starts a session of a user.</summary>
    public void Open(HttpContext context, UserId user)
    {
        if (keys.Current.Signing is not { } signing)
        {
            throw new RequestRefusedException(
                ProblemCode.Unavailable, "The secret of sessions is not known yet. Send the request again.");
        }

        DateTimeOffset now = time.GetUtcNow();
        string session = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            Subject = new ClaimsIdentity([new Claim(JwtRegisteredClaimNames.Sub, user.Value)]),
            SigningCredentials = signing,
        });
        context.Response.Cookies.Append(Cookie, session, Options(context));
    }

    /// <summary>Ends the session of a browser.</summary>
    public static void Close(HttpContext context) => context.Response.Cookies.Delete(Cookie, Options(context));

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = DemoEndpoints.Root,
        MaxAge = Lifetime,
    };

    private static bool IsSample(string name) => name.Length == SamplePrefix.Length + SampleDigits
        && name.StartsWith(SamplePrefix, StringComparison.Ordinal)
        && name[SamplePrefix.Length..].All(char.IsAsciiDigit);
}
