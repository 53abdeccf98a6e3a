using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Personalization.Testing.Cluster;
using Personalization.Testing.Postgres;

namespace Personalization.ClusterTests.Telemetry;

/// <summary>
/// A real Prometheus scrapes a real cluster. The dashboards have data, and the loss of a silo fires an alert.
/// </summary>
public sealed class PrometheusTests
{
    private const string ScrapeKey = "scraper-0123456789";

    [Fact]
    public async Task Dashboards_have_data_and_the_loss_of_a_silo_is_reported()
    {
        Assert.SkipWhen(PrometheusServer.Missing() is not null, $"{PrometheusServer.Missing()}.");
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using TestDatabase database = await TestDatabase.CreateAsync();
        ClusterPlan plan = new(2, 1)
        {
            Environment = DatabaseSettings.Of(database)
                .SetItem("Personalization__Telemetry__ScrapeKey", ScrapeKey)
                .SetItem("Personalization__Api__ProbeSeconds", "0.5"),
            Sample = true,
        };
        await using LocalCluster cluster = await LocalCluster.StartAsync(plan, cancellationToken);
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(
            new Dictionary<string, IReadOnlyList<Uri>>
            {
                ["personalization-silo"] = Addresses(cluster.Silos),
                ["personalization-api"] = Addresses(cluster.Doors)
            }, ScrapeKey);
        await cluster.WaitForModelAsync(cancellationToken);

        using (CancellationTokenSource done = new())
        {
            Task shoppers = ShopAsync(cluster.Doors[0].Process.Address, done.Token);
            await AssertDashboardsAsync(prometheus);
            await done.CancelAsync();
            await shoppers;
        }

        (int good, string[] bad) = await prometheus.RulesAsync();
        Assert.Empty(bad);
        Assert.True(good > 20, $"{good} rules were evaluated");
        Assert.Empty(await prometheus.FiringAsync("SiloLost"));

        await cluster.Silos[1].KillAsync();
        string[] lost = await Eventually.Async(
            () => prometheus.FiringAsync("SiloLost"), firing => firing.Length > 0);
        Assert.Equal([cluster.Silos[1].Process.Address.Authority], lost);
        Assert.Empty(await prometheus.FiringAsync("ApiLost"));
    }

    private static Uri[] Addresses(IEnumerable<ClusterProcess> members) =>
    [.. members.Select(member => member.Process.Address)];

    private static async Task AssertDashboardsAsync(PrometheusServer prometheus)
    {
        IReadOnlyList<(string Panel, string Query, bool MustHaveData)> queries = Dashboards.Queries();
        Assert.True(queries.Count(query => query.MustHaveData) > 40, $"{queries.Count} queries");
        _ = await Eventually.Async(() => WithoutDataAsync(prometheus, queries), empty => empty.Length == 0);
    }

    /// <summary>Runs every query. Gets those that should have data and have none, one per line.</summary>
    private static async Task<string> WithoutDataAsync(
        PrometheusServer prometheus, IReadOnlyList<(string Panel, string Query, bool MustHaveData)> queries)
    {
        List<string> empty = [];
        foreach ((string panel, string query, bool must) in queries)
        {
            JsonElement[] found = await prometheus.QueryAsync(query);
            if (must && (found.Length == 0 || found.All(series => series.GetProperty("value")[1].GetString() == "NaN")))
            {
                empty.Add($"{panel}: {query}");
            }
        }

        return string.Join('\n', empty);
    }

    /// <summary>Runs shoppers who read a list and buy its first item.</summary>
    private static async Task ShopAsync(Uri door, CancellationToken done)
    {
        using HttpClient http = new() { BaseAddress = door };
        for (int n = 0; !done.IsCancellationRequested; n++)
        {
            string user = string.Create(CultureInfo.InvariantCulture, $"u{n % 20}");
            JsonElement list = await http.GetFromJsonAsync<JsonElement>(
                $"/v1/users/{user}/recommendations?count=1&deadlineMs=5000", CancellationToken.None);
            string item = list.GetProperty("items")[0].GetProperty("id").GetString()!;
            var bought = new
            {
                eventId = $"b-{n}",
                userId = user,
                type = "purchase",
                itemId = item,
                recommendationId = list.GetProperty("recommendationId").GetString()
            };
            using HttpResponseMessage taken = await http.PostAsJsonAsync("/v1/events", bought, CancellationToken.None);
            _ = taken.EnsureSuccessStatusCode();
        }
    }
}
