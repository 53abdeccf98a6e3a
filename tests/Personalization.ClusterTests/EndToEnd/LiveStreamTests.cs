using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Personalization.Testing;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>The operators' stream of events and lists, from the running program.</summary>
public sealed class LiveStreamTests : IAsyncLifetime
{
    private readonly TempFolder _data = new();
    private readonly HttpClient _http = ContractHandler.Client();
    private EngineProcess? _engine;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineProcess.StartAsync(new EngineLaunch(_data.Path), Stop);
        _http.BaseAddress = _engine.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        _data.Dispose();
    }

    [Fact]
    public async Task An_operator_sees_events_with_their_results_and_served_lists()
    {
        await using SseClient live = await SseClient.OpenAsync(_http, "/v1/stream");
        using HttpResponseMessage item = await _http.PutAsJsonAsync("/v1/items/p-1", new { title = "Lamp" }, Stop);
        Assert.True(item.IsSuccessStatusCode);
        await PostAsync(
            """
            [{"eventId":"e1","userId":"ann","type":"view","itemId":"p-1"},{"userId":"ann","type":"vieww"}]
            """);
        SseEvent stored = (await live.NextAsync())!;
        Assert.Equal("event", stored.Name);
        Assert.Equal(
            ["ann", "view", "p-1", "accepted"],
            ((string[])["userId", "type", "itemId", "status"]).Select(name => Text(stored, name)));
        SseEvent rejected = (await live.NextAsync())!;
        Assert.Equal(("rejected", "ann"), (rejected.Name, Text(rejected, "userId")));
        Assert.Equal(
            ["eventId", "itemId", "type"],
            rejected.Data.GetProperty("errors").EnumerateArray()
                .Select(error => error.GetProperty("path").GetString()!.Split('.')[^1]).Order());

        using HttpResponseMessage list = await _http.GetAsync("/v1/users/ann/recommendations?placement=home", Stop);
        Assert.True(list.IsSuccessStatusCode);
        SseEvent served = (await live.NextAsync())!;
        Assert.Equal(("list", "ann", "home"), (served.Name, Text(served, "userId"), Text(served, "placement")));
        Assert.NotNull(Text(served, "fallbackLevel"));
    }

    [Fact]
    public async Task Only_the_wanted_kinds_come_at_most_at_the_wanted_rate()
    {
        await using SseClient live = await SseClient.OpenAsync(_http, "/v1/stream?types=event&perSecond=1");
        using HttpResponseMessage list = await _http.GetAsync("/v1/users/ann/recommendations", Stop);
        IEnumerable<string> many = Enumerable.Range(0, 50).Select(
            i => $$"""{"eventId":"{{i}}","userId":"bob","type":"view","itemId":"p"}""");
        await PostAsync(string.Join('\n', many));
        List<SseEvent> seen = [(await live.NextAsync())!];
        while (seen[^1].Name != "skipped")
        {
            seen.Add((await live.NextAsync())!);
        }

        Assert.All(seen[..^1], one => Assert.Equal(("event", "bob"), (one.Name, Text(one, "userId"))));
        Assert.InRange(seen[^1].Data.GetProperty("count").GetInt64(), 1, 49);
    }

    [Fact]
    public async Task An_unknown_kind_is_refused_with_a_suggestion()
    {
        using HttpResponseMessage answer = await _http.GetAsync("/v1/stream?types=event,lists", Stop);
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        string message = problem.GetProperty("errors")[0].GetProperty("message").GetString()!;
        Assert.EndsWith("Did you mean 'list'?", message, StringComparison.Ordinal);
    }

    private static string? Text(SseEvent one, string name) =>
        one.Data.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private async Task PostAsync(string events)
    {
        using StringContent body = new(events, null, events[0] == '[' ? "application/json" : "application/x-ndjson");
        using HttpResponseMessage answer = await _http.PostAsync("/v1/events", body, Stop);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }
}
