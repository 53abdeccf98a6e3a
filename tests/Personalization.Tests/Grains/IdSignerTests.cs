using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Keys;
using Personalization.Abstractions.Recommendations;
using Personalization.Grains.Serving;
using Personalization.Tests.Api.Edge;

namespace Personalization.Tests.Grains;

/// <summary>Defect M2: a client could invent exposures in experiments with a forged recommendation id.</summary>
public sealed class IdSignerTests
{
    private static readonly DateTimeOffset Upgrade = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Upgrade.AddDays(1));
    private readonly ScriptedKeys _keys = new(new IdSecret(Convert.ToBase64String(new byte[32]), Upgrade));

    [Fact]
    public async Task M2_an_invented_exposure_is_removed_and_its_event_stays()
    {
        IdSigner signer = await CreateAsync();
        string own = signer.Sign(Id(_time.GetUtcNow()));
        string forged = new RecommendationIdKey([1]).Sign(Id(_time.GetUtcNow()));

        Assert.Equal(own, Checked(signer, own));
        Assert.Null(Checked(signer, forged));
        Assert.Null(Checked(signer, Id(_time.GetUtcNow())));
        Assert.Null(Checked(signer, own.Replace("~1.0", "~2.0", StringComparison.Ordinal)));
        Assert.Equal("an id of another system", Checked(signer, "an id of another system"));
        Assert.Null(Checked(signer, null));
    }

    [Fact]
    public async Task Ids_of_the_version_before_are_accepted_for_thirty_days()
    {
        IdSigner signer = await CreateAsync();
        string before = Id(Upgrade.AddMinutes(-1));
        Assert.Equal(before, Checked(signer, before));
        Assert.Null(Checked(signer, Id(Upgrade.AddMinutes(1))));

        _time.SetUtcNow(Upgrade.AddDays(31));
        Assert.Null(Checked(signer, before));
    }

    [Fact]
    public async Task Without_the_secret_ids_pass_unsigned_and_the_next_attempt_is_later()
    {
        _keys.IsAway = true;
        IdSigner signer = await CreateAsync();
        string id = Id(_time.GetUtcNow());
        Assert.Equal((id, id), (signer.Sign(id), Checked(signer, id)));
        Assert.Null(Checked(signer, Id(_time.GetUtcNow().AddHours(1))));

        _keys.IsAway = false;
        await signer.EnsureAsync();
        Assert.Equal((1, id), (_keys.Calls, signer.Sign(id)));
        _time.Advance(TimeSpan.FromSeconds(5));
        await signer.EnsureAsync();
        Assert.Equal(2, _keys.Calls);
        Assert.NotEqual(id, signer.Sign(id));
    }

    private static string Id(DateTimeOffset at) => RecommendationIds.Make("list", 7, FallbackLevel.Fresh, at, "1");

    private static string? Checked(IdSigner signer, string? id) => Assert.Single(signer.Checked([new UserEvent
    {
        EventId = "e",
        UserId = UserId.Create("ann"),
        Type = "click",
        ItemId = ItemId.Create("i"),
        OccurredAt = Upgrade,
        RecommendationId = id,
        Properties = ImmutableDictionary<string, string>.Empty,
    }])).RecommendationId;

    private async Task<IdSigner> CreateAsync()
    {
        IdSigner signer = new(new ScriptedGrains(_keys), _time, NullLogger<IdSigner>.Instance);
        await signer.EnsureAsync();
        return signer;
    }
}
