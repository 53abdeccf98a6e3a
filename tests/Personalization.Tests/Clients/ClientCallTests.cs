using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Client;
using Personalization.Client.Events;
using Personalization.Client.Http;
using Personalization.Client.Recommendations;
using Personalization.Client.Users;
using Personalization.Tests.Api.Edge;
using FallbackLevel = Personalization.Abstractions.Recommendations.FallbackLevel;
using ListReason = Personalization.Abstractions.Recommendations.Reason;
using ReasonKind = Personalization.Abstractions.Recommendations.ReasonKind;
using StoredList = Personalization.Abstractions.Recommendations.RecommendationList;

namespace Personalization.Tests.Clients;

/// <summary>The client package against the real API on a socket.</summary>
public sealed class ClientCallTests
{
    private const string Operator = "operator-0123456789";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_is_sent_with_an_id_and_a_time_and_returns_its_profile_version()
    {
        ImmutableArray<UserEvent> recorded = [];
        ScriptedUser user = new()
        {
            OnRecord = events =>
            {
                recorded = events;
                return new([new EventAck(EventStatus.Accepted, 7)]);
            },
        };
        await using EdgeServer server = await EdgeServer.StartAsync([user]);
        PersonalizationClient client = new(server.Http);

        EventResult result = await client.Events.SendAsync(InteractionEvent.View("ann", "p-1", "list-1"), Stop);

        UserEvent stored = Assert.Single(recorded);
        Assert.Equal(("accepted", 7L), (result.Status, result.ProfileVersion));
        Assert.Equal(stored.EventId, result.EventId);
        Assert.Equal(("ann", "view", "p-1"), (stored.UserId.Value, stored.Type, stored.ItemId.Value));
        Assert.True(stored.OccurredAt > DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Every_error_of_a_request_is_in_the_exception()
    {
        await using EdgeServer server = await EdgeServer.StartAsync([new ScriptedUser()]);
        PersonalizationClient client = new(server.Http);

        PersonalizationException refused = await Assert.ThrowsAsync<PersonalizationException>(() =>
            client.Events.SendAsync(new InteractionEvent { UserId = "", Type = "dance", ItemId = "p-1" }, Stop));

        Assert.Equal((ProblemCodes.Validation, HttpStatusCode.UnprocessableEntity), (refused.Code, refused.Status));
        Assert.Equal(["$.type", "$.userId"], refused.Errors.Select(error => error.Path).Order(StringComparer.Ordinal));
        Assert.NotNull(refused.TraceId);
        Assert.False(refused.IsTransient);
    }

    [Fact]
    public async Task A_list_is_read_with_its_items_and_its_fallback_level()
    {
        ScriptedUser user = new()
        {
            OnRecommend = query => new(new StoredList
            {
                RecommendationId = "r",
                Items =
                [
                    new(
                        ItemId.Create($"{query.Placement}-{query.Count}"),
                        0.5,
                        new ListReason(ReasonKind.Popular, null)),
                ],
                FallbackLevel = FallbackLevel.Fresh,
                RankedAt = DateTimeOffset.UnixEpoch,
                ModelVersion = "m-1",
                ProfileVersion = 3,
            }),
        };
        await using EdgeServer server = await EdgeServer.StartAsync([user]);
        PersonalizationClient client = new(server.Http);

        RecommendationList list = await client.Recommendations.GetAsync(
            "ann/é?", new RecommendationQuery { Placement = "home", Count = 3 }, Stop);

        RecommendedItem item = Assert.Single(list.Items);
        Assert.Equal(("home-3", 0.5, "popular"), (item.Id, item.Score, item.Reason?.Kind));
        Assert.Equal((FallbackLevels.Fresh, "m-1", 3L), (list.FallbackLevel, list.ModelVersion, list.ProfileVersion));
    }

    [Fact]
    public async Task An_unknown_user_is_null_and_an_unknown_key_is_unauthorized()
    {
        await using EdgeServer server = await EdgeServer.StartAsync(
            [new ScriptedUser { OnGet = () => default }], ("Keys:0:Key", Operator), ("Keys:0:Role", "operate"));
        PersonalizationClient known = ClientOf(server, Operator);
        PersonalizationClient unknown = ClientOf(server, "wrong-0123456789abc");

        UserProfile? profile = await known.Users.FindAsync("nobody", Stop);
        PersonalizationException refused = await Assert.ThrowsAsync<PersonalizationException>(
            () => unknown.Users.FindAsync("nobody", Stop));

        Assert.Null(profile);
        Assert.Equal(ProblemCodes.Unauthorized, refused.Code);
    }

    [Fact]
    public async Task An_address_without_a_server_is_unreachable()
    {
        using HttpClient http = new() { BaseAddress = new Uri("http://127.0.0.1:1/") };

        PersonalizationException lost = await Assert.ThrowsAsync<PersonalizationException>(
            () => new PersonalizationClient(http).Recommendations.GetPopularAsync(cancellationToken: Stop));

        Assert.Equal(ProblemCodes.Unreachable, lost.Code);
        Assert.True(lost.IsTransient);
        _ = Assert.IsType<HttpRequestException>(lost.InnerException);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task An_id_that_would_change_the_path_is_refused(string id)
    {
        using HttpClient http = new() { BaseAddress = new Uri("http://127.0.0.1:1/") };

        _ = await Assert.ThrowsAsync<ArgumentException>(
            () => new PersonalizationClient(http).Users.FindAsync(id, Stop));
    }

    private static PersonalizationClient ClientOf(EdgeServer server, string key)
    {
        ServiceCollection services = new();
        services.AddPersonalizationClient(options =>
        {
            options.BaseAddress = server.Http.BaseAddress;
            options.ApiKey = key;
        });
        return services.BuildServiceProvider().GetRequiredService<PersonalizationClient>();
    }
}
