using System.Text.Json;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Export;
using Personalization.Tests.Api.Edge;

namespace Personalization.Tests.Api.Export;

/// <summary>Exports of lists with an engine that fails or is slow.</summary>
public sealed class ListExportTests
{
    private const string Path = "/v1/exports/recommendations";

    [Fact]
    public async Task The_line_of_a_failed_user_has_the_reason_and_other_lines_come()
    {
        int calls = 0;
        ScriptedUser user = new()
        {
            OnRecommend = query => Interlocked.Increment(ref calls) is 1 or 2
                ? throw new SiloUnavailableException("lost")
                : new ValueTask<RecommendationList>(ListOf(query)),
        };
        await using EdgeServer server = await EdgeServer.StartAsync([user]);

        EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, Path, """{"userIds":["ann"],"count":3}""");
        EdgeAnswer healed = await server.SendAsync(HttpMethod.Post, Path, """{"userIds":["ann"],"count":3}""");

        Assert.Equal(
            """{"userId":"ann","items":[],"fallbackLevel":"static","fallbackReason":"unavailable","""
                + "\"profileVersion\":0}\n",
            answer.Text);
        JsonElement list = JsonDocument.Parse(healed.Text).RootElement;
        Assert.Equal("fresh", list.GetProperty("fallbackLevel").GetString());
        Assert.Equal("p-3", list.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Empty(server.OpenBreakers);
    }

    [Fact]
    public async Task At_most_eight_lists_are_asked_for_at_a_time_and_lines_keep_their_order()
    {
        int open = 0;
        int most = 0;
        ScriptedUser user = new()
        {
            OnRecommend = async query =>
            {
                int now = Interlocked.Increment(ref open);
                most = Math.Max(most, now);
                await Task.Yield();
                _ = Interlocked.Decrement(ref open);
                return ListOf(query);
            },
        };
        await using EdgeServer server = await EdgeServer.StartAsync([user]);
        string[] ids = [.. Enumerable.Range(0, 300).Select(i => $"u-{i}")];

        EdgeAnswer answer = await server.SendAsync(
            HttpMethod.Post, Path, JsonSerializer.Serialize(new { userIds = ids, count = 3 }));

        Assert.Equal(
            ids,
            answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("userId").GetString()!));
        Assert.InRange(most, 1, UserListReader.Parallel);
    }

    [Fact]
    public async Task Exports_take_no_place_of_the_requests_that_send_data()
    {
        ScriptedUser user = new() { OnRecommend = query => new ValueTask<RecommendationList>(ListOf(query)) };
        await using EdgeServer server = await EdgeServer.StartAsync(
            [user], ("MaxConcurrentRequests", "2"), ("RequestsPerSecond", "0"));

        for (int i = 0; i < 3; i++)
        {
            EdgeAnswer answer = await server.SendAsync(HttpMethod.Post, Path, """{"userIds":["ann"],"count":3}""");
            Assert.Equal(200, answer.Status);
        }
    }

    [Fact]
    public void A_place_is_free_again_after_an_export()
    {
        ExportPlaces places = new();
        IDisposable[] taken = [.. Enumerable.Range(0, ExportPlaces.Max).Select(_ => places.Take())];

        _ = Assert.Throws<Client.Api.Http.RequestRefusedException>(() => places.Take());
        taken[0].Dispose();
        taken[0].Dispose();

        places.Take().Dispose();
    }

    private static RecommendationList ListOf(RecommendationQuery query) => new()
    {
        RecommendationId = "r-1",
        Items = [new RecommendedItem(ItemId.Create($"p-{query.Count}"), 1, new Reason(ReasonKind.Popular, null))],
        FallbackLevel = FallbackLevel.Fresh,
        RankedAt = DateTimeOffset.UnixEpoch,
        ProfileVersion = 1,
    };
}
