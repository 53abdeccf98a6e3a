using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Personalization.Testing;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.Telemetry;

/// <summary>The metrics of an engine process.</summary>
public sealed class MetricsTests
{
    private const string Marker = "zebrafinch";

    /// <summary>The largest number of series of one process.</summary>
    private const int MaxSeries = 1_500;

    [Fact]
    public async Task Requests_lists_events_and_the_log_are_counted_and_no_id_is_a_label()
    {
        using TempFolder folder = new();
        await using EngineProcess engine = await EngineProcess.StartAsync(
            new EngineLaunch(folder.Path).With("Personalization__Api__ProbeSeconds", "0"),
            TestContext.Current.CancellationToken);
        using HttpClient http = ContractHandler.Client(engine.Address);
        await SendAsync(http, "a", "view");
        await SendAsync(http, "a", "view");
        await SendAsync(http, "b", "purchase", list: "somebody-1.2", placement: "somewhere else");
        await SendAsync(http, "c", "unheard-of");
        _ = await http.GetStringAsync(
            $"/v1/users/{Marker}-u/recommendations?placement={Marker}-place", TestContext.Current.CancellationToken);
        _ = await http.GetAsync($"/v1/items/{Marker}-i/nowhere", TestContext.Current.CancellationToken);
        using HttpResponseMessage odd = await http.SendAsync(
            new HttpRequestMessage(new HttpMethod(Marker.ToUpperInvariant()), "/v1/popular"),
            TestContext.Current.CancellationToken);
        IReadOnlyList<Sample> samples = await Eventually.Async(
            () => Exposition.ReadAsync(engine.Address), found => found.Sum(
                "http_server_request_duration_seconds_count", ("http_response_status_code", "405")) == 1);

        Assert.Equal(1, samples.Sum("personalization_events_received_total", ("type", "view"), ("status", "accepted")));
        Assert.Equal(
            1, samples.Sum("personalization_events_received_total", ("type", "view"), ("status", "duplicate")));
        Assert.Equal(
            1, samples.Sum("personalization_events_received_total", ("type", "other"), ("status", "rejected")));
        Assert.Equal(
            1, samples.Sum("personalization_conversions_total", ("fallback_level", "segment"), ("placement", "other")));
        Assert.Equal(1, samples.Sum(
            "personalization_lists_served_total",
            ("kind", "user"),
            ("placement", "other"),
            ("fallback_level", "static"),
            ("reason", "noModel")));
        Assert.Equal(1, samples.Sum(
            "http_server_request_duration_seconds_count",
            ("http_route", "/v1/users/{id}/recommendations"),
            ("http_response_status_code", "200"),
            ("fallback_level", "static")));
        Assert.Equal(2, samples.Sum("personalization_log_append_duration_seconds_count", ("outcome", "appended")));
        Assert.Equal(0, samples.Sum("personalization_log_append_waiting"));
        Assert.Equal(1, samples.Sum("personalization_cluster_silos"));
        Assert.True(
            samples.Sum("orleans_grains", ("grain_type", "personalization-user")) >= 3,
            string.Join('\n', samples.Where(sample => sample.Name == "orleans_grains")));
        Assert.Contains(samples, sample => sample.Name == "personalization_catalog_age_seconds" && sample.Value < 60);
        Assert.DoesNotContain(Marker, await Exposition.TextAsync(engine.Address), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_number_of_series_is_bounded_for_any_client_input()
    {
        using TempFolder folder = new();
        await using EngineProcess engine = await EngineProcess.StartAsync(
            new EngineLaunch(folder.Path), TestContext.Current.CancellationToken);
        using HttpClient http = ContractHandler.Client(engine.Address);
        await UseAsync(http, 0, 20);
        int before = await SettledAsync(engine.Address);
        await UseAsync(http, 20, 300);
        int after = await SettledAsync(engine.Address);

        Assert.InRange(after, 100, MaxSeries);
        Assert.True(
            after - before <= 30,
            $"280 further users, items, placements, types and paths added {after - before} series");
    }

    [Fact]
    public async Task Metrics_of_a_process_with_keys_need_the_scrape_key_or_an_operator_key()
    {
        const string scraper = "scraper-0123456789";
        const string reader = "reader-0123456789ab";
        const string oper = "operator-0123456789";
        using TempFolder folder = new();
        EngineLaunch launch = new EngineLaunch(folder.Path).With("Personalization__Telemetry__ScrapeKey", scraper)
            .With("Personalization__Api__Keys__0__Key", reader).With("Personalization__Api__Keys__0__Role", "read")
            .With("Personalization__Api__Keys__1__Key", oper).With("Personalization__Api__Keys__1__Role", "operate");
        await using EngineProcess api = await EngineProcess.StartAsync(launch, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(api.Address, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(api.Address, reader));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api.Address, oper));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api.Address, scraper));
    }

    [Fact]
    public async Task Metrics_of_a_silo_need_the_scrape_key_if_one_is_set()
    {
        const string scraper = "scraper-0123456789";
        using TempFolder folder = new();
        EngineLaunch launch = new EngineLaunch(folder.Path).With("Personalization__Telemetry__ScrapeKey", scraper);
        await using EngineProcess silo = await EngineProcess.StartAsync(
            launch, [EngineBuild.SiloDll], "/health/ready", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(silo.Address, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(silo.Address, scraper + "x"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(silo.Address, scraper));
        Assert.Contains(
            "personalization_cluster_silos",
            await Exposition.TextAsync(silo.Address, scraper),
            StringComparison.Ordinal);
    }

    private static async Task SendAsync(
        HttpClient http, string id, string type, string? list = null, string? placement = null)
    {
        var sent = new
        {
            eventId = id,
            userId = $"{Marker}-{id}",
            type,
            itemId = $"{Marker}-item",
            recommendationId = list,
            placement
        };
        using HttpResponseMessage answer = await http.PostAsJsonAsync(
            "/v1/events", sent, TestContext.Current.CancellationToken);
    }

    private static async Task UseAsync(HttpClient http, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            string n = i.ToString(CultureInfo.InvariantCulture);
            await SendAsync(http, n, "view", $"r-{n}", $"place-{n}");
            await SendAsync(http, n, $"type-{n}", $"r-{n}", $"place-{n}");
            using HttpResponseMessage list = await http.GetAsync(
                $"/v1/users/u{n}/recommendations?placement=p{n}", TestContext.Current.CancellationToken);
            using HttpResponseMessage similar = await http.GetAsync(
                $"/v1/items/i{n}/similar", TestContext.Current.CancellationToken);
            using HttpResponseMessage nowhere = await http.GetAsync(
                $"/nowhere/{n}", TestContext.Current.CancellationToken);
            using HttpResponseMessage odd = await http.SendAsync(
                new HttpRequestMessage(new HttpMethod($"M{n}"), "/v1/popular"), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Gets the number of series after the latest requests are counted.</summary>
    private static async Task<int> SettledAsync(Uri engine)
    {
        int before = -1;
        return await Eventually.Async(
            async () => (Before: before, Now: before = (await Exposition.ReadAsync(engine)).Count),
            counts => counts.Before == counts.Now) is var settled ? settled.Now : 0;
    }

    private static async Task<HttpStatusCode> StatusAsync(Uri process, string? key)
    {
        using HttpClient http = ContractHandler.Client(process);
        using HttpRequestMessage request = new(HttpMethod.Get, "/metrics");
        if (key is not null)
        {
            request.Headers.Add("Authorization", $"Bearer {key}");
        }

        using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
