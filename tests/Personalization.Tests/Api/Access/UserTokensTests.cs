using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Keys;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;

namespace Personalization.Tests.Api.Access;

public sealed class UserTokensTests : IDisposable
{
    private const string Secret = "a-secret-of-at-least-32-characters";

    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _folder = Directory.CreateTempSubdirectory("personalization-tokens-").FullName;

    [Fact]
    public void An_issued_token_names_its_user_until_it_expires()
    {
        UserTokens tokens = Create(Hmac("a", Secret));
        IssuedToken issued = tokens.Issue(UserId.Create("ann/ö"))!;
        Assert.Equal(Now.AddMinutes(60), issued.ExpiresAt);
        Assert.Equal("ann/ö", UserOf(tokens, issued.Token));
        Assert.Equal("ann/ö", UserOf(tokens, issued.Token)); // from the cache

        _time.Advance(TimeSpan.FromMinutes(62));
        Assert.Null(UserOf(tokens, issued.Token));
        Assert.Null(UserOf(Create(Hmac("a", Secret)), issued.Token)); // without the cache
    }

    [Fact]
    public void H3_a_forged_or_absurd_token_is_refused()
    {
        UserTokens tokens = Create(Hmac("a", Secret), Ec("e", withPrivate: false));
        string good = Make(Symmetric("a", Secret));
        Assert.Equal("ann", UserOf(tokens, good));
        Assert.Null(UserOf(tokens, Make(Symmetric("a", new string('x', 40)))));
        Assert.Null(UserOf(tokens, Make(Symmetric("b", Secret))));
        Assert.Null(UserOf(tokens, Make(null)));
        Assert.Null(UserOf(tokens, Make(Symmetric("a", Secret), hours: 30)));
        Assert.Null(UserOf(tokens, Make(Symmetric("a", Secret), hours: -1)));
        Assert.Null(UserOf(tokens, Make(Symmetric("a", Secret), audience: "another")));
        Assert.Null(UserOf(tokens, Make(Symmetric("a", Secret), user: SyntheticUsers.Create("probe").Value)));
        Assert.Null(UserOf(tokens, Make(Symmetric("a", Secret), user: "\t")));
        Assert.Null(UserOf(tokens, good[..^4]));
        Assert.Null(UserOf(tokens, string.Empty));
        Assert.Null(UserOf(tokens, new string('x', 100_000)));

        // The public key of ES256 is no secret: it must not verify an HS256 token.
        byte[] publicKey = Encoding.UTF8.GetBytes(_ec.ExportSubjectPublicKeyInfoPem());
        SymmetricSecurityKey confused = new(publicKey) { KeyId = "e" };
        Assert.Null(UserOf(tokens, Make(new SigningCredentials(confused, SecurityAlgorithms.HmacSha256))));
    }

    [Fact]
    public void A_backend_signs_with_ES256_and_the_api_only_checks()
    {
        UserTokens tokens = Create(Ec("e", withPrivate: false));
        string token = Make(new SigningCredentials(
            new ECDsaSecurityKey(_ec) { KeyId = "e" }, SecurityAlgorithms.EcdsaSha256));

        Assert.Equal("ann", UserOf(tokens, token));
        Assert.Null(tokens.Issue(UserId.Create("ann")));
        UserTokens signing = Create(Ec("e", withPrivate: true));
        Assert.Equal("bob", UserOf(tokens, signing.Issue(UserId.Create("bob"))!.Token));
    }

    [Fact]
    public void Keys_rotate_by_their_id()
    {
        UserTokens old = Create(Hmac("a", Secret));
        UserTokens both = Create(Hmac("b", Secret + "b"), Hmac("a", Secret));
        string before = old.Issue(UserId.Create("ann"))!.Token;
        string after = both.Issue(UserId.Create("ann"))!.Token;

        Assert.Equal(("ann", "ann"), (UserOf(both, before), UserOf(both, after)));
        Assert.Equal("b", new JsonWebToken(after).Kid);
        UserTokens last = Create(Hmac("b", Secret + "b"));
        Assert.Equal((null, "ann"), (UserOf(last, before), UserOf(last, after)));
    }

    [Fact]
    public void The_clusters_secrets_are_replaced_and_the_cache_with_them()
    {
        TokenKeys keys = new(new ApiOptions());
        UserTokens tokens = new(new ApiOptions(), keys, _time);
        Assert.Null(tokens.Issue(UserId.Create("ann")));

        keys.Set([Cluster("e-1", 1)]);
        string token = tokens.Issue(UserId.Create("ann"))!.Token;
        Assert.Equal("ann", UserOf(tokens, token));
        keys.Set([Cluster("e-2", 2), Cluster("e-1", 1)]);
        Assert.Equal("ann", UserOf(tokens, token));
        keys.Set([Cluster("e-2", 2)]);
        Assert.Null(UserOf(tokens, token));
    }

    [Fact]
    public void Only_an_anonymous_users_token_is_renewed_after_it_expired()
    {
        UserTokens tokens = Create(Hmac("a", Secret));
        string anonymous = $"Bearer {tokens.Issue(UserId.Create("anon-1"))!.Token}";
        string known = $"Bearer {tokens.Issue(UserId.Create("ann"))!.Token}";
        _time.Advance(TimeSpan.FromDays(29));
        Assert.Equal("anon-1", tokens.ReadForRenewal(anonymous)?.Value);
        Assert.Null(tokens.ReadForRenewal(known));
        Assert.Null(tokens.ReadForRenewal(null));
        Assert.NotNull(tokens.Read(anonymous, out _));
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Null(tokens.ReadForRenewal(anonymous));
    }

    [Fact]
    public void A_wrong_pem_file_is_a_start_error()
    {
        string path = Path.Combine(_folder, "wrong.pem");
        File.WriteAllText(path, "no key");
        SettingsRefusedException refused = Assert.Throws<SettingsRefusedException>(
            () => Create(new TokenKeySetting { Id = "e", EcdsaPemFile = path }));

        Assert.Contains("Tokens:Keys:0:EcdsaPemFile", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _ec.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static TokenSecret Cluster(string id, byte value) =>
        new(id, Convert.ToBase64String([.. Enumerable.Repeat(value, 32)]), Now);

    private static TokenKeySetting Hmac(string id, string secret) => new() { Id = id, HmacKey = secret };

    private static SigningCredentials Symmetric(string id, string secret) => new(
        new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)) { KeyId = id }, SecurityAlgorithms.HmacSha256);

    private static string Make(
        SigningCredentials? key, double hours = 1, string audience = UserTokens.Audience, string user = "ann") =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Audience = audience,
            Expires = Now.AddHours(hours).UtcDateTime,
            Subject = new ClaimsIdentity([new Claim("sub", user)]),
            SigningCredentials = key,
        });

    private static string? UserOf(UserTokens tokens, string token) =>
        tokens.Read($"Bearer {token}", out UserId user) is null ? user.Value : null;

    private TokenKeySetting Ec(string id, bool withPrivate)
    {
        string path = Path.Combine(_folder, $"{id}-{withPrivate}.pem");
        File.WriteAllText(path, withPrivate ? _ec.ExportPkcs8PrivateKeyPem() : _ec.ExportSubjectPublicKeyInfoPem());
        return new TokenKeySetting { Id = id, EcdsaPemFile = path };
    }

    private UserTokens Create(params TokenKeySetting[] keys)
    {
        ApiOptions options = new() { Tokens = new TokenSettings { Keys = keys } };
        return new UserTokens(options, new TokenKeys(options), _time);
    }
}
