using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.Webhooks;
using Personalization.Client.Webhooks;

namespace Personalization.Tests.Abstractions;

/// <summary>Signatures, secrets and addresses of webhooks.</summary>
public sealed class WebhookTests
{
    /// <summary>The example of the Standard Webhooks libraries.</summary>
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1_614_265_330;
    private const string Body = """{"test": 2432232314}""";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    [Fact]
    public void The_signature_is_that_of_the_standard_webhooks_example() =>
        Assert.Equal(Signature, WebhookSigner.Sign(Secret, Id, Timestamp, Body));

    [Theory]
    [InlineData(Secret, Id, "1614265330", Signature, Body, 0, true)]
    [InlineData(Secret, Id, "1614265330", "v2,xxx v1,AAAA " + Signature, Body, 300, true)]
    [InlineData(Secret, Id, "1614265330", Signature, Body, 301, false)]
    [InlineData(Secret, Id, "1614265330", Signature, Body, -301, false)]
    [InlineData(Secret, "other", "1614265330", Signature, Body, 0, false)]
    [InlineData(Secret, Id, "1614265331", Signature, Body, 0, false)]
    [InlineData(Secret, Id, "1614265330", Signature, Body + " ", 0, false)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx", Id, "1614265330", Signature, Body, 0, false)]
    [InlineData(Secret, Id, "1614265330", "", Body, 0, false)]
    [InlineData(Secret, Id, "soon", Signature, Body, 0, false)]
    [InlineData(Secret, null, null, null, Body, 0, false)]
    public void The_client_accepts_recent_deliveries_with_a_right_signature(
        string secret, string? id, string? timestamp, string? signatures, string body, int age, bool expected)
    {
        FakeTimeProvider time = new(DateTimeOffset.FromUnixTimeSeconds(Timestamp + age));
        Assert.Equal(expected, WebhookSignature.Verify(
            secret, id, timestamp, signatures, Encoding.UTF8.GetBytes(body), time: time));
    }

    [Theory]
    [InlineData(Secret, true)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false)]
    [InlineData("whsec_short", false)]
    [InlineData("whsec_", false)]
    [InlineData(null, false)]
    public void A_secret_has_a_prefix_and_at_least_24_bytes(string? text, bool expected) =>
        Assert.Equal(expected, WebhookSecret.IsValid(text));

    [Fact]
    public void A_new_secret_is_valid_and_random()
    {
        string made = WebhookSecret.New();
        Assert.True(WebhookSecret.IsValid(made));
        Assert.NotEqual(made, WebhookSecret.New());
    }

    [Theory]
    [InlineData("93.184.215.14", true)]
    [InlineData("2606:2800:220:1::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    public void Private_addresses_are_not_public(string address, bool expected) =>
        Assert.Equal(expected, WebhookAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://ops.example/hook", false, true)]
    [InlineData("http://ops.example:8080/hook?x=1", false, true)]
    [InlineData("https://localhost/hook", false, false)]
    [InlineData("https://a.localhost./hook", false, false)]
    [InlineData("http://127.1/hook", false, false)]
    [InlineData("http://[::1]/hook", false, false)]
    [InlineData("http://2130706433/hook", false, false)]
    [InlineData("http://127.0.0.1/hook", true, true)]
    [InlineData("ftp://ops.example/hook", true, false)]
    [InlineData("https://user:word@ops.example/", true, false)]
    [InlineData("https://ops.example/#x", true, false)]
    [InlineData("/hook", true, false)]
    [InlineData(null, true, false)]
    public void A_receivers_url_is_checked(string? url, bool allowPrivate, bool expected) =>
        Assert.Equal(expected, WebhookAddress.Problem(url, allowPrivate) is null);
}
