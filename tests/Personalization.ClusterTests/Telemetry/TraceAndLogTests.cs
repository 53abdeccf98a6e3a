using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Net;
using System.Text.Json;
using Personalization.Client.Api.Events;
using Personalization.Testing.Cluster;
using Personalization.Testing.Contract;
using Personalization.Testing.Postgres;

namespace Personalization.ClusterTests.Telemetry;

/// <summary>One trace of an event through API, grain and store. Logs and spans of failures name no user.</summary>
public sealed class TraceAndLogTests
{
    private const string User = "zebrafinch-of-4711";
    private const string Item = "zebrafinch-item";
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task A_trace_spans_request_to_store_and_no_line_or_span_names_a_user()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        ImmutableDictionary<string, string> settings = DatabaseSettings.Of(database)
            .SetItem("Personalization__Telemetry__TraceShare", "1")
            .SetItem("Personalization__Telemetry__OtlpEndpoint", receiver.Address)
            .SetItem("Personalization__Telemetry__JsonLogs", "true")
            .SetItem("Personalization__Telemetry__UserHashKey", "a-key-for-this-test")
            .SetItem("Personalization__Api__WriteTimeoutMs", "5000").SetItem("Personalization__Api__ProbeSeconds", "0")
            .SetItem("OTEL_BSP_SCHEDULE_DELAY", "100");
        await using LocalCluster cluster = await LocalCluster.StartAsync(
            new ClusterPlan(1, 1) { Environment = settings }, cancellationToken);
        using HttpClient http = ContractHandler.Client(cluster.Doors[0].Process.Address);

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(http, "e-1"));
        Span[] trace = await Eventually.Async(
            () => Task.FromResult(receiver.Spans.Where(span => span.TraceId == TraceId).ToArray()), AreComplete);
        AssertNested(trace);
        _ = await http.GetStringAsync($"/v1/users/{User}/recommendations", cancellationToken);

        await cluster.Silos[0].KillAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(http, "e-2"));
        using HttpResponseMessage profile = await http.GetAsync($"/v1/users/{User}", cancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, profile.StatusCode);
        JsonElement[] lines = await Eventually.Async(
            () => Task.FromResult(LinesOf(cluster.Doors[0].Output)),
            found => found.Any(line => Scope(line, "UserHash") is not null));

        JsonElement failed = lines.First(line => Scope(line, "UserHash") is not null);
        Assert.Equal(12, Scope(failed, "UserHash")!.Length);
        Assert.NotEmpty(Scope(failed, "RequestId")!);
        Assert.Equal(32, Scope(failed, "TraceId")!.Length);
        Assert.Contains(lines, line => line.GetProperty("Category").GetString() == typeof(EventIngest).FullName);
        Assert.All(
            cluster.Members,
            member => Assert.DoesNotContain("zebrafinch", member.Output, StringComparison.OrdinalIgnoreCase));
        Assert.False(receiver.HasReceived("zebrafinch"));
        Assert.True(
            receiver.HasReceived("personalization-user/#"), "no span names a grain, so the test checks the wrong text");
    }

    /// <summary>True if the spans of the request, of the append, and all spans between them have arrived.</summary>
    private static bool AreComplete(Span[] spans)
    {
        Span? at = spans.FirstOrDefault(span => span.Name == "event log append");
        while (at is not null && at.Name != "POST /v1/events")
        {
            at = spans.FirstOrDefault(span => span.Id == at.Parent);
        }

        return at is not null;
    }

    /// <summary>Asserts that request, client call, grain call and append are nested.</summary>
    private static void AssertNested(Span[] trace)
    {
        string all = string.Join('\n', trace.Select(span => span.ToString()));
        Span request = Assert.Single(trace, span => span.Name == "POST /v1/events");
        Span append = Assert.Single(trace, span => span.Name == "event log append");
        Assert.Equal(("personalization-api", "personalization-silo"), (request.Process, append.Process));
        List<Span> way = [append];
        while (trace.FirstOrDefault(span => span.Id == way[^1].Parent) is { } outer)
        {
            way.Add(outer);
        }

        Assert.True(way[^1] == request, all);
        Assert.True(way.Count >= 4, all);
        Assert.Contains(
            way,
            span => span.Process == "personalization-silo" && span.Name.Contains("Record", StringComparison.Ordinal));
        Assert.Contains(
            way,
            span => span.Process == "personalization-api" && span.Name.Contains("Record", StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string id)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/events")
        {
            Content = JsonContent.Create(new { eventId = id, userId = User, type = "view", itemId = Item })
        };
        request.Headers.Add("traceparent", $"00-{TraceId}-00f067aa0ba902b7-01");
        using HttpResponseMessage answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static JsonElement[] LinesOf(string output) =>
        [.. output.Split('\n')
            .Where(line => line.StartsWith('{'))
            .Select(line => JsonDocument.Parse(line).RootElement)];

    private static string? Scope(JsonElement line, string name) => line.TryGetProperty("Scopes", out JsonElement scopes)
        ? scopes.EnumerateArray()
            .Where(scope => scope.ValueKind == JsonValueKind.Object && scope.TryGetProperty(name, out _))
            .Select(scope => scope.GetProperty(name).GetString())
            .FirstOrDefault()
        : null;
}
