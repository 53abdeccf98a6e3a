using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;

namespace Personalization.Tests.Api.Settings;

public sealed class ApiOptionsReaderTests
{
    [Fact]
    public void Every_problem_is_listed_with_key_value_and_range()
    {
        SettingsRefusedException refused = Assert.Throws<SettingsRefusedException>(() => Read(
            ("Personalization:Api:MaxBatch", "0"),
            ("Personalization:Api:DefaultDeadlineMs", "soon"),
            ("Personalization:Api:MaxBodyByte", "5"),
            ("Personalization:Api:CorsOrigins:0", "shop.example/path"),
            ("Personalization:Api:Keys:0:Key", "short-secret"),
            ("Personalization:Api:Keys:0:Role", "owner")));

        Assert.Contains(
            "Personalization:Api:MaxBatch is '0': must be a whole number from 1 to 10000.", refused.Problems);
        Assert.Contains(
            "Personalization:Api:DefaultDeadlineMs is 'soon': must be a whole number from 1 to 60000.",
            refused.Problems);
        Assert.Contains(refused.Problems, problem => problem.StartsWith(
            "Personalization:Api:MaxBodyByte is not a setting", StringComparison.Ordinal));
        Assert.Contains(refused.Problems, problem => problem.Contains("'shop.example/path'", StringComparison.Ordinal));
        Assert.Contains(
            "Personalization:Api:Keys:0:Role is 'owner': must be one of Read, Write, Operate, Public, Ingest, Serve, "
                + "Manage.",
            refused.Problems);
        Assert.DoesNotContain("short-secret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://10.1.2.3:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://127.0.0.1:5080;http://shop.example:80")]
    public void A_public_address_without_keys_is_rejected(string urls)
    {
        SettingsRefusedException refused = Assert.Throws<SettingsRefusedException>(() => Read(("urls", urls)));

        Assert.Contains("Personalization:Api:Keys:0:Key", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http_ports", "8080")]
    [InlineData("Kestrel:Endpoints:Public:Url", "https://*:443")]
    public void Other_address_settings_are_checked_too(string key, string value) =>
        Assert.Throws<SettingsRefusedException>(() => Read((key, value)));

    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080;http://[::1]:5081")]
    [InlineData("http://unix:/run/engine.sock")]
    [InlineData("")]
    public void Loopback_needs_no_keys(string urls) => Assert.Empty(Read(("urls", urls)).Keys);

    [Fact]
    public void With_keys_any_address_is_accepted()
    {
        ApiOptions options = Read(
            ("urls", "http://0.0.0.0:80"),
            ("Personalization:Api:Keys:0:Key", "0123456789abcdef"),
            ("Personalization:Api:Keys:0:Role", "write"));

        Assert.Equal(ApiRole.Write, Assert.Single(options.Keys).Role);
    }

    [Fact]
    public void A_key_without_a_role_or_with_two_forms_is_rejected()
    {
        SettingsRefusedException refused = Assert.Throws<SettingsRefusedException>(() => Read(
            ("Personalization:Api:Keys:0:Key", "0123456789abcdef"),
            ("Personalization:Api:Keys:0:KeySha256", new string('a', 64))));

        Assert.Equal(2, refused.Problems.Count);
    }

    [Fact]
    public void L1_one_key_as_text_and_as_hash_is_rejected()
    {
        string hash = Convert.ToHexString(SHA256.HashData("0123456789abcdef"u8));
        SettingsRefusedException refused = Assert.Throws<SettingsRefusedException>(() => Read(
            ("Personalization:Api:Keys:0:Key", "0123456789abcdef"),
            ("Personalization:Api:Keys:0:Role", "read"),
            ("Personalization:Api:Keys:1:KeySha256", hash.ToLowerInvariant()),
            ("Personalization:Api:Keys:1:Role", "operate")));

        string problem = Assert.Single(refused.Problems);
        Assert.Contains("Keys:0 and Keys:1", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", problem, StringComparison.Ordinal);
    }

    private static ApiOptions Read(params (string Key, string Value)[] settings) =>
        ApiOptionsReader.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
            .Build());
}
