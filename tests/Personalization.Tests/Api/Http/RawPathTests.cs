using CsCheck;
using Personalization.Client.Api.Http;

namespace Personalization.Tests.Api.Http;

public sealed class RawPathTests
{
    [Theory]
    [InlineData("/v1/users/ann", "ann")]
    [InlineData("/v1/users/a%2Fb", "a/b")]
    [InlineData("/v1/users/a%252Fb", "a%2Fb")]
    [InlineData("/v1/users/a+b", "a+b")]
    [InlineData("/v1/users/a%20b", "a b")]
    [InlineData("/v1/users/%2E%2E/export", "..")]
    [InlineData("/v1/users/%E5%A5%88%F0%9F%98%80?count=3", "奈😀")]
    [InlineData("http://host:80/v1/users/a%3Fb?x=/y", "a?b")]
    [InlineData("/v1/users//export", "")]
    public void An_id_is_decoded_exactly_once(string target, string id)
    {
        Assert.True(RawPath.TryRead(target, out string[]? segments, out _));
        Assert.Equal(["v1", "users", id], segments.Take(3));
    }

    [Theory]
    [InlineData("/v1/users/%")]
    [InlineData("/v1/users/%4")]
    [InlineData("/v1/users/%ZZ")]
    [InlineData("/v1/users/%FF")]
    [InlineData("/v1/users/%ED%A0%80")]
    public void An_invalid_encoding_is_rejected(string target)
    {
        Assert.False(RawPath.TryRead(target, out _, out string? problem));
        Assert.Contains("Segment 3", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_text_survives_encoding() =>
        Gen.String.Where(text => text.All(c => !char.IsSurrogate(c))).Sample(text =>
        {
            Assert.True(
                RawPath.TryRead($"/v1/items/{Uri.EscapeDataString(text)}/similar", out string[]? segments, out _));
            Assert.Equal(["v1", "items", text, "similar"], segments);
        });

    [Fact]
    public void Different_texts_stay_different() =>
        Gen.Select(
            Gen.String[Gen.Char["ab/%2Ff.+"], 0, 6], Gen.String[Gen.Char["ab/%2Ff.+"], 0, 6]).Sample((one, other) =>
            Assert.Equal(
                one == other,
                RawPath.Decode(Uri.EscapeDataString(one)) == RawPath.Decode(Uri.EscapeDataString(other))));
}
