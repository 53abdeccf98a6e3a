using System.Security.Cryptography;
using System.Text;
using Personalization.Abstractions.Keys;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Settings;

namespace Personalization.Tests.Api.Access;

public sealed class RuntimeKeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Keys_created_at_run_time_are_found_until_they_are_revoked()
    {
        ApiKeyRing ring = new(new ApiOptions { Keys = [new() { Key = "configured-0123456", Role = ApiRole.Operate }] });
        ring.Set(new KeyBoard { Version = 2, Keys = [Key("a", "serve"), Key("b", "role-of-a-later-version")] }, Now);
        Assert.Equal((2, ApiRole.Serve), (ring.Version, ring.Find("text of a")!.Role));
        Assert.Null(ring.Find("text of b"));
        Assert.NotNull(ring.Find("configured-0123456"));

        ring.Set(new KeyBoard { Version = 3, Keys = [Key("a", "serve") with { RevokedAt = Now }] }, Now);
        Assert.Null(ring.Find("text of a"));
        Assert.NotNull(ring.Find("configured-0123456"));
    }

    [Fact]
    public void The_old_text_of_a_rotated_key_is_accepted_for_its_grace()
    {
        ApiKeyRing ring = new(new ApiOptions());
        RuntimeKey rotated = Key("a", "serve") with { OldHash = HashOf("old text"), OldUntil = Now.AddMinutes(5) };
        ring.Set(new KeyBoard { Version = 2, Keys = [rotated] }, Now);
        Assert.Equal(("a", "a"), (ring.Find("old text")!.Id, ring.Find("text of a")!.Id));

        ring.Set(new KeyBoard { Version = 2, Keys = [rotated] }, Now.AddMinutes(5));
        Assert.Null(ring.Find("old text"));
        Assert.NotNull(ring.Find("text of a"));
    }

    private static RuntimeKey Key(string id, string role) =>
        new() { Id = id, Name = id, Role = role, Hash = HashOf($"text of {id}"), CreatedAt = Now };

    private static string HashOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
