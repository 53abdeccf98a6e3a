using Personalization.Abstractions.Keys;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Settings;

namespace Personalization.Tests.Api.Http;

public sealed class DemoKeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Sevens = [.. Enumerable.Repeat((byte)7, 32)];
    private static readonly TokenSecret Old = new("old", Convert.ToBase64String(new byte[32]), Now);
    private static readonly TokenSecret New = new("new", Convert.ToBase64String(Sevens), Now);

    [Fact]
    public void Processes_with_the_same_secret_know_the_same_key()
    {
        ApiKeyRing first = RingOf(new EngineOptions(), New, Old);
        ApiKeyRing second = RingOf(new EngineOptions(), New, Old);

        Assert.NotNull(first.DemoKeyText);
        Assert.Equal(first.DemoKeyText, second.DemoKeyText);
        Assert.Equal((ApiRole.Public, true), Of(second.Find(first.DemoKeyText)));
    }

    [Fact]
    public void A_rotated_secret_replaces_the_key_and_a_dropped_one_ends_it()
    {
        ApiKeyRing ring = RingOf(new EngineOptions(), Old);
        string old = ring.DemoKeyText!;

        ring.Set(new KeyBoard { Version = 2, TokenSecrets = [New, Old] }, Now);
        Assert.NotEqual(old, ring.DemoKeyText);
        Assert.Equal((ApiRole.Public, true), Of(ring.Find(old)));

        ring.Set(new KeyBoard { Version = 3, TokenSecrets = [New] }, Now);
        Assert.Null(ring.Find(old));
    }

    [Fact]
    public void An_engine_without_the_sample_has_no_such_key()
    {
        Assert.Null(RingOf(new EngineOptions { Sample = false }, New).DemoKeyText);
        Assert.Null(RingOf(new EngineOptions { Console = false }, New).DemoKeyText);
        Assert.Null(RingOf(new EngineOptions { Sample = false }, New).Find(DemoKey.TextOf(New)));
    }

    [Fact]
    public void The_key_is_in_no_list_of_keys()
    {
        ApiKeyRing ring = RingOf(new EngineOptions(), New);

        Assert.Empty(ring.Runtime);
        Assert.Single(ring.Configured);
        Assert.Empty(ring.Origins);
    }

    private static ApiKeyRing RingOf(EngineOptions engine, params TokenSecret[] secrets)
    {
        ApiKeyRing ring = new(
            new ApiOptions { Keys = [new ApiKeySetting { Key = "a-key-that-may-operate", Role = ApiRole.Operate }] },
            engine);
        ring.Set(new KeyBoard { Version = 1, TokenSecrets = [.. secrets] }, Now);
        return ring;
    }

    private static (ApiRole, bool) Of(KnownKey? key) => (key!.Role, key.IsForOwnPages);
}
