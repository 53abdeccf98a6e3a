using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Personalization.Benchmarks.Load;

namespace Personalization.IntegrationTests.Load;

/// <summary>The whole load generator over real sockets.</summary>
public sealed class LoadRunTests
{
    private const string List = """{"items":[],"fallbackLevel":"fresh"}""";
    private const string Accepted =
        """{"results":[{"index":0,"status":"accepted"}],"accepted":1,"duplicates":0,"rejected":0,"unavailable":0}""";

    [Fact]
    public async Task Requests_due_during_a_stall_wait_and_are_counted()
    {
        using ManualResetEventSlim open = new(true);
        int requests = 0;
        ITimer? end = null;
        using LineServer server = new(_ =>
        {
            if (Interlocked.Increment(ref requests) == 200)
            {
                open.Reset();
                end = TimeProvider.System.CreateTimer(
                    _ => open.Set(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            }

            open.Wait();
            return LineServer.Ok(200, List);
        });
        LoadOptions options = Options(
            server.Address) with
        { Rate = 400, Duration = TimeSpan.FromSeconds(2), Connections = 4 };
        LoadReport report = await new LoadRun(options).RunAsync(TestContext.Current.CancellationToken);
        end?.Dispose();
        KindFigures reads = Assert.Single(report.Kinds);

        // a closed loop of 4 connections sees only 4 slow requests; here about 400 of 800 requests are due during the
        // stall, evenly spread
        Assert.Equal(0, reads.Failed);
        Assert.InRange(reads.Requests, 700, 900);
        Assert.True(reads.Latency.P90Ms > 600, $"p90 {reads.Latency.P90Ms} ms");
        Assert.True(reads.Latency.MaxMs >= 900, $"max {reads.Latency.MaxMs} ms");
        Assert.True(
            reads.Latency.P50Ms > 2 && reads.Latency.P50Ms < reads.Latency.P90Ms, $"p50 {reads.Latency.P50Ms} ms");
    }

    [Fact]
    public async Task Failures_of_a_dead_address_are_counted_and_the_other_address_serves_its_requests()
    {
        using LineServer server = new(_ => LineServer.Ok(200, List));
        Uri dead = DeadAddress();
        LoadReport report = await new LoadRun(Options(server.Address, dead) with
        {
            Rate = 200,
            Duration = TimeSpan.FromSeconds(2)
        }).RunAsync(TestContext.Current.CancellationToken);
        KindFigures reads = Assert.Single(report.Kinds);
        FailedTries refused = Assert.Single(report.FailedTries);

        Assert.Equal((dead.Authority, "refused"), (refused.Address, refused.Failure));
        Assert.InRange(refused.Count / (double)reads.Requests, .45, .55);
        Assert.Equal((reads.Requests, 0), (reads.Served, reads.Failed));
    }

    [Fact]
    public async Task Without_a_server_every_request_fails_after_all_tries_and_is_counted()
    {
        LoadReport report = await new LoadRun(Options(DeadAddress()) with
        {
            Rate = 100,
            Duration = TimeSpan.FromSeconds(1),
            Tries = 2
        }).RunAsync(TestContext.Current.CancellationToken);
        KindFigures reads = Assert.Single(report.Kinds);

        Assert.True(reads.Requests > 50);
        Assert.Equal([new("refused", reads.Requests)], reads.Outcomes);
        Assert.Equal(2 * reads.Requests, Assert.Single(report.FailedTries).Count);
        Assert.Equal(0, reads.Latency.Count);
    }

    [Fact]
    public async Task Requests_to_a_stalled_server_time_out_and_those_without_a_connection_count_too()
    {
        using LineServer server = new(_ => null);
        LoadReport report = await new LoadRun(Options(server.Address) with
        {
            Rate = 100,
            Duration = TimeSpan.FromSeconds(1),
            Connections = 4,
            Timeout = TimeSpan.FromSeconds(.5),
            Tries = 1,
        }).RunAsync(TestContext.Current.CancellationToken);
        KindFigures reads = Assert.Single(report.Kinds);

        Assert.Equal((0, reads.Requests), (reads.Served, reads.Failed));
        Assert.Equal(["not sent", "timed out"], reads.Outcomes.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(reads.Outcomes["timed out"], 4, 16);
        Assert.Equal(reads.Requests, reads.Latency.Count);
        Assert.True(reads.Latency.P50Ms >= 500, $"p50 {reads.Latency.P50Ms} ms");
    }

    [Fact]
    public async Task Each_acknowledged_event_is_reported_once_with_its_sent_ids()
    {
        ConcurrentBag<(string User, string Event)> sent = [];
        using LineServer server = new(request =>
        {
            sent.Add((Field(request, "userId"), Field(request, "eventId")));
            return LineServer.Ok(202, Accepted);
        });
        ConcurrentBag<(string User, string Event)> reported = [];
        LoadOptions options = Options(
            server.Address) with
        { Duration = TimeSpan.FromSeconds(.5), ReadShare = 0, Workers = 2 };
        LoadReport report = await new LoadRun(options, (user, id) => reported.Add((user, id)))
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.True(reported.Count > 100, $"{reported.Count} events");
        Assert.Equal(reported.Count, report.Events.Accepted);
        Assert.Equal(sent.Order(), reported.Order());
    }

    [Fact]
    public async Task All_invalid_options_are_named_before_the_first_request()
    {
        LoadOptions wrong = Options(
            new Uri("https://127.0.0.1:1")) with
        { ReadShare = 2, Connections = 0, Run = "a b" };
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            () => new LoadRun(wrong).RunAsync(TestContext.Current.CancellationToken));

        Assert.All(
            ["https", "ReadShare", "Connections", "name"],
            part => Assert.Contains(part, refused.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("500ms", .5)]
    [InlineData("90s", 90.0)]
    [InlineData("90", 90.0)]
    [InlineData("1.5m", 90.0)]
    [InlineData("1h", 3600.0)]
    [InlineData("x", null)]
    [InlineData("5d", null)]
    [InlineData("-5s", null)]
    [InlineData("", null)]
    public void Times_are_read_as_people_write_them(string text, double? seconds) =>
        Assert.Equal(seconds, LoadCommand.TryReadTime(text, out TimeSpan time) ? time.TotalSeconds : null);

    private static LoadOptions Options(params Uri[] addresses) =>
        new() { Addresses = addresses, Run = "t", Connections = 8, ReadShare = 1 };

    private static Uri DeadAddress()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private static string Field(string request, string name)
    {
        int from = request.IndexOf($"\"{name}\":\"", StringComparison.Ordinal) + name.Length + 4;
        return request[from..request.IndexOf('"', from)];
    }
}
