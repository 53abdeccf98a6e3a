using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Personalization.Testing;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>The live stream of a user, from the running program.</summary>
public sealed class UserStreamTests : IAsyncLifetime
{
    private readonly TempFolder _data = new();
    private readonly HttpClient _http = ContractHandler.Client();
    private EngineProcess? _engine;
    private WireClient? _client;

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineProcess.StartAsync(
            new EngineLaunch(_data.Path)
                .With("Personalization__Api__Streams__HeartbeatSeconds", "1")
                .With("Personalization__Api__Streams__PerUser", "2")
                .With("Personalization__Api__Streams__Max", "4"),
            TestContext.Current.CancellationToken);
        _client = new WireClient(_engine);
        _http.BaseAddress = _engine.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _http.Dispose();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _data.Dispose();
    }

    [Fact]
    public async Task An_event_sends_a_new_profile_and_list()
    {
        await using SseClient stream = await OpenAsync("ann");
        (SseEvent profile, SseEvent list) = await stream.PairAsync(0);
        Assert.Equal(0, profile.Data.GetProperty("events").GetInt32());
        Assert.Empty(list.Data.GetProperty("items").EnumerateArray());

        Ack ack = await SendAsync("e1", "ann", "p-1");
        (profile, list) = await stream.PairAsync(ack.Version);

        Assert.Equal(1, profile.Data.GetProperty("events").GetInt32());
        JsonElement recent = Assert.Single(profile.Data.GetProperty("recent").EnumerateArray());
        Assert.Equal(
            ("p-1", "view"), (recent.GetProperty("itemId").GetString(), recent.GetProperty("type").GetString()));
        Assert.NotEmpty(list.Data.GetProperty("recommendationId").GetString()!);
    }

    [Fact]
    public async Task A_client_that_has_the_present_version_gets_only_what_is_new()
    {
        Ack first = await SendAsync("e1", "bea", "p-1");
        await using SseClient stream = await OpenAsync("bea", $"{first.Version}");
        Ack second = await SendAsync("e2", "bea", "p-2");

        SseEvent? next = await stream.NextAsync();

        Assert.Equal(("profile", $"{second.Version}"), (next!.Name, next.Id));

        await using SseClient behind = await OpenAsync("bea", $"{first.Version}");
        Assert.Equal($"{second.Version}", (await behind.NextAsync())!.Id);
    }

    [Fact]
    public async Task An_erasure_closes_the_stream()
    {
        _ = await SendAsync("e1", "cid", "p-1");
        await using SseClient stream = await OpenAsync("cid");
        _ = await stream.PairAsync(1);

        _ = await _http.DeleteAsync("/v1/users/cid", TestContext.Current.CancellationToken);

        SseEvent? end = await stream.NextAsync();
        Assert.Equal(("end", "erased"), (end!.Name, end.Data.GetProperty("reason").GetString()));
        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task The_stream_of_a_visitor_follows_the_merge_into_the_user()
    {
        _ = await SendAsync("v1", "visitor", "p-1");
        await using SseClient stream = await OpenAsync("visitor");
        _ = await stream.PairAsync(1);

        HttpResponseMessage merged = await _http.PostAsJsonAsync(
            "/v1/users/dan/merge", new { from = "visitor" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, merged.StatusCode);
        Ack ack = await SendAsync("d1", "dan", "p-2");
        SseEvent profile = (await stream.PairAsync(ack.Version)).Profile;

        Assert.Equal(
            ["p-2", "p-1"],
            profile.Data.GetProperty("recent").EnumerateArray().Select(e => e.GetProperty("itemId").GetString()));
    }

    [Fact]
    public async Task Streams_over_the_limits_are_refused()
    {
        await using SseClient one = await OpenAsync("eve");
        await using SseClient two = await OpenAsync("eve");
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("/v1/users/eve/stream"));

        await using SseClient three = await OpenAsync("fay");
        await using SseClient four = await OpenAsync("gus");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("/v1/users/hal/stream"));

        await four.DisposeAsync();
        _ = await Eventually.Async(
            () => StatusAsync("/v1/users/hal/stream"), status => status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("count=0&plcement=home", 2)]
    [InlineData("filter=price%3C", 1)]
    public async Task A_wrong_query_is_answered_with_every_error(string query, int errors)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        using HttpResponseMessage answer = await _http.GetAsync($"/v1/users/ann/stream?{query}", stop);
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(errors, problem.GetProperty("errors").GetArrayLength());
    }

    private Task<SseClient> OpenAsync(string user, string? last = null) =>
        SseClient.OpenAsync(_http, $"/v1/users/{user}/stream?placement=home&count=4", last);

    private async Task<Ack> SendAsync(string id, string user, string item) =>
        (await _client!.PostUntilStoredAsync(new WireEvent(id, user, "view", item))).Single();

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }
}
