using System.Collections.Concurrent;
using System.Text.Json;
using Personalization.Benchmarks.Load;

namespace Personalization.IntegrationTests.Load;

/// <summary>Loads of one kind of request over real sockets.</summary>
public sealed class SourceLoadTests
{
    [Fact]
    public async Task A_counted_load_sends_every_request_once()
    {
        ConcurrentBag<string> paths = [];
        using LineServer server = new(request =>
        {
            paths.Add(request.Split(' ')[1]);
            return LineServer.Ok(200, "{}");
        });

        LoadResult result = await new SourceLoad(
            server.Address, new SequenceSource("/v1/users/u", "/x"), 4).CountAsync(500);

        Assert.Equal(Enumerable.Range(0, 500).Select(n => $"/v1/users/u{n}/x").Order(), paths.Order());
        Assert.Equal((0, null), (result.Errors, result.FirstError));
        Assert.Equal(500, result.Latency.Count);
        Assert.True(result.Rate > 0);
    }

    [Fact]
    public async Task A_closed_load_counts_operations_and_not_requests()
    {
        using LineServer server = new(_ => LineServer.Ok(202, "{}"));
        EventSource events = new("/v1/events", "r", new Population(["a", "b"], ["i", "j"]), batch: 10, seed: 1);

        LoadResult result = await new SourceLoad(server.Address, events, 2).ClosedAsync(TimeSpan.FromSeconds(.3));

        Assert.Equal(0, result.Errors);
        Assert.Equal(10 * result.RequestRate, result.Rate, 1e-6);
        Assert.True(result.Operations >= 10);
    }

    [Fact]
    public async Task An_unexpected_status_is_an_error_and_is_not_retried()
    {
        int requests = 0;
        using LineServer server = new(_ =>
        {
            Interlocked.Increment(ref requests);
            return LineServer.Ok(503, """{"type":"urn:personalization:problem:unavailable"}""");
        });

        LoadResult result = await new SourceLoad(server.Address, new GetSource(["/a"], 1), 2).CountAsync(20);

        Assert.Equal((20, 20), (requests, result.Errors));
        Assert.Equal("20 x 503 unavailable", result.FirstError);
        Assert.Equal(0, result.Rate);
    }

    [Fact]
    public async Task An_open_load_sends_what_is_due()
    {
        using LineServer server = new(_ => LineServer.Ok(200, "{}"));

        LoadResult result = await new SourceLoad(server.Address, new GetSource(["/a", "/b"], 1), 8)
            .OpenAsync(300, TimeSpan.FromSeconds(1), seed: 1);

        Assert.Equal(0, result.Errors);
        Assert.InRange(result.Latency.Count, 220, 380);
    }

    [Fact]
    public async Task Users_get_their_events_in_turn()
    {
        ConcurrentQueue<string> users = [];
        using LineServer server = new(request =>
        {
            using JsonDocument body = JsonDocument.Parse(
                request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
            foreach (JsonElement sent in body.RootElement.EnumerateArray())
            {
                users.Enqueue(sent.GetProperty("userId").GetString()!);
            }

            return LineServer.Ok(202, "{}");
        });
        EventSource events = new(
            "/v1/events", "r", new Population(["a", "b", "c"], ["i"]), batch: 4, seed: 1, inTurn: 2);

        _ = await new SourceLoad(server.Address, events, 1).CountAsync(3);

        Assert.Equal(["a", "a", "b", "b", "c", "c", "a", "a", "b", "b", "c", "c"], users);
    }
}
