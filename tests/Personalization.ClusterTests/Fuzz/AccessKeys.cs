using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Personalization.Testing;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>One key of each role, and user tokens as a page's backend or an attacker makes them.</summary>
internal static class AccessKeys
{
    /// <summary>The origin of the public key's pages.</summary>
    public const string Origin = "https://shop.example";

    private const string Secret = "the-secret-of-the-shops-own-backend";

    /// <summary>All roles.</summary>
    public static readonly string[] Roles = ["read", "write", "operate", "public", "ingest", "serve", "manage"];

    /// <summary>Gets the text of a role's key.</summary>
    public static string TextOf(string role) => $"the-key-of-the-role-{role}";

    /// <summary>Gets the text that only the log of a user contains.</summary>
    public static string MarkOf(string user) => $"mark-of-{user}.";

    /// <summary>Gets the users whose logs contain a mark.</summary>
    public static IEnumerable<string> Subjects(int count) => Enumerable.Range(0, count)
        .SelectMany(i => new[] { $"user-{i}", FuzzUsers.Permanent($"user-{i}") });

    /// <summary>Adds the keys to an engine's settings. Limits are off: the fuzzer has one address.</summary>
    public static EngineLaunch Configure(EngineLaunch launch)
    {
        foreach ((string role, int i) in Roles.Select((role, i) => (role, i)))
        {
            launch = launch.With($"Personalization__Api__Keys__{i}__Key", TextOf(role))
                .With($"Personalization__Api__Keys__{i}__Role", role);
            if (role == "public")
            {
                launch = launch.With($"Personalization__Api__Keys__{i}__Origins__0", Origin);
            }
        }

        return launch.With("Personalization__Api__Tokens__Keys__0__Id", "shop")
            .With("Personalization__Api__Tokens__Keys__0__HmacKey", Secret)
            .With("Personalization__Api__Tokens__Anonymous", "true")
            .With("Personalization__Api__Tokens__AnonymousPerMinute", "100000")
            .With("Personalization__Api__UserRequestsPerSecond", "0")
            .With("Personalization__Api__AddressRequestsPerSecond", "0");
    }

    /// <summary>Makes a valid token.</summary>
    public static string Token(string user) => Make(user, "shop", Secret, 1);

    /// <summary>Makes tokens that look valid: wrong secret, wrong key id, expired, endless, unsigned, cut.</summary>
    public static string[] Forged(string user) =>
    [
        Make(user, "shop", "another-secret-of-enough-length-for-it", 1),
        Make(user, "shop-2", Secret, 1),
        Make(user, "shop", Secret, -2),
        Make(user, "shop", Secret, 24 * 365),
        Make(user, null, null, 1),
        Token(user)[..^5],
        "x.y.z",
    ];

    private static string Make(string user, string? id, string? secret, double hours) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Audience = "personalization",
            Expires = TimeProvider.System.GetUtcNow().AddHours(hours).UtcDateTime,
            NotBefore = TimeProvider.System.GetUtcNow().AddHours(-3).UtcDateTime,
            Subject = new ClaimsIdentity([new Claim("sub", user)]),
            SigningCredentials = secret is null ? null : new SigningCredentials(
                new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)) { KeyId = id }, SecurityAlgorithms.HmacSha256),
        });
}
