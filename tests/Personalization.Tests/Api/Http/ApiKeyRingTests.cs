using System.Security.Cryptography;
using System.Text;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Settings;

namespace Personalization.Tests.Api.Http;

public sealed class ApiKeyRingTests
{
    private const string Reader = "a-key-that-may-read";
    private const string Operator = "a-key-that-may-operate";

    private static readonly ApiKeyRing Ring = new(new ApiOptions
    {
        Keys =
        [
            new ApiKeySetting { Name = "shop", Key = Reader, Role = ApiRole.Read },
            new ApiKeySetting
            {
                KeySha256 = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Operator))),
                Role = ApiRole.Operate
            },
        ],
    });

    [Fact]
    public void A_key_is_found_by_itself_or_its_hash()
    {
        Assert.Equal(("shop", ApiRole.Read), Of(Ring.Find(Reader)));
        Assert.Equal(("key 1", ApiRole.Operate), Of(Ring.Find(Operator)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a-key-that-may-rea")]
    [InlineData("a-key-that-may-read ")]
    [InlineData("A-key-that-may-read")]
    public void An_unknown_key_is_not_found(string? key) => Assert.Null(Ring.Find(key));

    [Fact]
    public void A_key_of_any_length_is_checked() => Assert.Null(Ring.Find(new string('奈', 100_000)));

    [Fact]
    public void Without_keys_the_api_is_open()
    {
        Assert.True(new ApiKeyRing(new ApiOptions()).IsOpen);
        Assert.False(Ring.IsOpen);
    }

    private static (string, ApiRole) Of(KnownKey? key) => (key!.Name, key.Role);
}
