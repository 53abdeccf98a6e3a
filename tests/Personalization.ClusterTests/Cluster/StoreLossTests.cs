using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Personalization.Testing.Cluster;
using Personalization.Testing.Contract;

namespace Personalization.ClusterTests.Cluster;

/// <summary>The database stops and starts again.</summary>
public sealed class StoreLossTests
{
    [Fact]
    public async Task Without_its_store_a_silo_is_not_ready_serves_lists_and_refuses_events()
    {
        Assert.SkipWhen(
            PostgresServer.Missing() is not null, $"The database cannot be stopped: {PostgresServer.Missing()}.");
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using PostgresServer store = PostgresServer.Start();
        await using LocalCluster cluster = await LocalCluster.StartAsync(
            new ClusterPlan(1, 1)
            {
                Environment = store.Settings.SetItem("Personalization__Api__WriteTimeoutMs", "1500"),
                Sample = true
            }, cancellationToken);
        await cluster.WaitForModelAsync(cancellationToken);
        using HttpClient api = ContractHandler.Client(cluster.Doors[0].Process.Address);
        using HttpClient silo = ContractHandler.Client(cluster.Silos[0].Process.Address);
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(api, "e-1"));
        _ = await Eventually.Async(() => FallbackLevelAsync(api), level => level == "fresh");

        store.Stop();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync(silo));
        Assert.True(await FallbackLevelAsync(api) is "fresh" or "cached"); // either level is personal
        // the silo can no longer confirm its membership
        _ = await Eventually.Async(() => FallbackLevelAsync(api), level => level == "cached");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(api, "e-2"));

        store.StartAgain();
        _ = await Eventually.Async(() => ReadyAsync(silo), status => status == HttpStatusCode.OK);
        _ = await Eventually.Async(() => PostAsync(api, "e-2"), status => status == HttpStatusCode.Accepted);
        string export = await api.GetStringAsync(new Uri("/v1/users/u/export", UriKind.Relative), cancellationToken);
        Assert.Equal(2, export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static async Task<HttpStatusCode> ReadyAsync(HttpClient http)
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string id)
    {
        using StringContent body = new(
            $$"""{"eventId":"{{id}}","userId":"u","type":"view","itemId":"p-0001"}""",
            new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage answer = await http.PostAsync(new Uri("/v1/events", UriKind.Relative), body);
        return answer.StatusCode;
    }

    private static async Task<string?> FallbackLevelAsync(HttpClient http)
    {
        using HttpResponseMessage answer = await http.GetAsync(
            new Uri("/v1/users/u/recommendations?deadlineMs=5000", UriKind.Relative));
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("fallbackLevel").GetString()
            : null;
    }
}
